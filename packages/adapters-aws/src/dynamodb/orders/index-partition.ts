import { QueryCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { OrderStatus } from '@snacks/domain';
import type { Document } from '../document-client.js';
import type { ORDERS_TABLE } from '../../tables.js';

/** The index that a listing reads. */
export type OrdersIndex = (typeof ORDERS_TABLE.indexes)[keyof typeof ORDERS_TABLE.indexes];

/** Which part of the table to read. */
export interface PartitionQuery {
  readonly tableName: string;
  readonly index: OrdersIndex;
  /** The value of the index's partition key. */
  readonly partition: string;
  /** Read only entries whose sort key is less. */
  readonly before: string;
  /** Let only orders of this state through. Those left out are read, and paid for, all the same. */
  readonly status?: OrderStatus;
}

/** An order as an index holds it. */
export interface IndexEntry {
  readonly sortKey: string;
  readonly item: Document;
}

/**
 * One partition of an index, read from the newest entry on in portions.
 *
 * Every portion goes on by a key condition on the sort key, never by a key of DynamoDB's own, so
 * that what is written meanwhile neither repeats an entry nor hides one.
 */
export class IndexPartition {
  private entries: readonly IndexEntry[] = [];
  private before: string;
  private ended = false;

  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly query: PartitionQuery,
  ) {
    this.before = query.before;
  }

  /** How many entries have been read and not been taken yet. */
  get buffered(): number {
    return this.entries.length;
  }

  /** All that is left stands behind this sort key: read, or let through by no one. */
  get readUpTo(): string {
    return this.before;
  }

  /** Whether everything has been read. */
  get exhausted(): boolean {
    return this.ended;
  }

  /** The newest entry that has been read and not been taken yet. */
  get head(): IndexEntry | undefined {
    return this.entries[0];
  }

  /** Takes the newest entry out. */
  take(): void {
    this.entries = this.entries.slice(1);
  }

  /** Reads on by at most this many entries, and returns how many of them DynamoDB looked at. */
  async read(limit: number): Promise<number> {
    const { tableName, index, partition, status } = this.query;
    const response = await this.client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: index.name,
        KeyConditionExpression: '#partition = :partition AND #sort < :before',
        ...(status !== undefined && { FilterExpression: '#status = :status' }),
        ExpressionAttributeNames: {
          '#partition': index.partitionKey,
          '#sort': index.sortKey,
          ...(status !== undefined && { '#status': 'status' }),
        },
        ExpressionAttributeValues: {
          ':partition': partition,
          ':before': this.before,
          ...(status !== undefined && { ':status': status }),
        },
        ScanIndexForward: false,
        Limit: limit,
      }),
    );
    const read = (response.Items ?? []).map((item: Document) => ({
      sortKey: textOf(item[index.sortKey]) ?? '',
      item,
    }));
    this.entries = [...this.entries, ...read];
    const last = textOf(response.LastEvaluatedKey?.[index.sortKey]);
    this.ended = last === undefined;
    this.before = last ?? '';
    return response.ScannedCount ?? read.length;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
