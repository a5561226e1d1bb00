import {
  AttributeType,
  BillingMode,
  CfnTable,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { TABLE_NAMES, topology, type TableName } from '@snacks/handlers';
import { Construct } from 'constructs';

import type { DataProtection } from './data-protection.js';
import { constructId, known, nameIn } from '../../names.js';

export interface OrderStoreProps {
  readonly stage: string;
  /** Encrypts instead of a key that AWS owns. */
  readonly key: IKey | undefined;
  readonly protection: DataProtection;
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

/** The topology's tables: paid per request, encrypted, and restorable to any second of 35 days. */
export class OrderStore extends Construct {
  private readonly tables: ReadonlyMap<TableName, Table>;

  constructor(scope: Construct, id: string, props: OrderStoreProps) {
    super(scope, id);
    this.tables = new Map(TABLE_NAMES.map((name) => [name, this.createTable(name, props)]));
  }

  /** One of the topology's tables. */
  table(name: TableName): Table {
    return known(this.tables, name);
  }

  private createTable(tableName: TableName, { stage, key, protection }: OrderStoreProps): Table {
    const { name, partitionKey, sortKey, indexes, streamView, timeToLiveAttribute } =
      topology.tables[tableName];
    const table = new Table(this, constructId(name), {
      tableName: nameIn(stage, name),
      partitionKey: text(partitionKey),
      ...(sortKey !== undefined && { sortKey: text(sortKey) }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      // A key that AWS owns encrypts the table by default.
      ...(key !== undefined && {
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: key,
      }),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: protection.removalPolicy,
      ...(streamView !== undefined && { stream: StreamViewType[streamView] }),
      ...(timeToLiveAttribute !== undefined && { timeToLiveAttribute }),
    });
    const resource = table.node.defaultChild;
    if (!(resource instanceof CfnTable)) throw new Error(`${name} is not an AWS::DynamoDB::Table.`);
    resource.deletionProtectionEnabled = protection.whereProtected(true, false);
    for (const index of Object.values(indexes ?? {})) {
      table.addGlobalSecondaryIndex({
        indexName: index.name,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        projectionType: ProjectionType[index.projection],
      });
    }
    return table;
  }
}
