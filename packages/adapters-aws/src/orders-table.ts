import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** A table as plain data. All key attributes are strings. */
export interface TableDescription {
  readonly partitionKey: string;
  readonly indexes?: Readonly<Record<string, IndexDescription>>;
  /** What the table's stream tells of a change; without it the table has no stream. */
  readonly streamView?: 'NEW_AND_OLD_IMAGES';
  /** The attribute with the second since the epoch after which DynamoDB deletes an item. */
  readonly timeToLiveAttribute?: string;
}

/** A secondary index, which projects whole items. */
export interface IndexDescription {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

/**
 * The orders table as plain data: what a test, the platform on one machine and the deployed stack
 * build it from, and what the repository takes its names from.
 *
 * Both indexes project whole items, so that a page of orders is answered by the index alone.
 */
export const ORDERS_TABLE = {
  partitionKey: 'orderId',
  indexes: {
    /** Every order, by state and shard: a bare state would be one hot partition. */
    byStatus: { name: 'by-status', partitionKey: 'statusShard', sortKey: 'createdAtOrderId' },
    /** Sparse: orders without a known owner are not in it. */
    byCustomer: { name: 'by-customer', partitionKey: 'customerId', sortKey: 'createdAtOrderId' },
  },
  /** The relay compares the version before a write with the one after it. */
  streamView: 'NEW_AND_OLD_IMAGES',
  /** Holds seconds since the epoch; only orders in a terminal state have it. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;

/**
 * The request that creates the orders table. Time to live is not part of it: DynamoDB takes that by
 * a request of its own, once the table is there.
 */
export function createOrdersTableInput(tableName: string): CreateTableCommandInput {
  const { partitionKey, indexes, streamView } = ORDERS_TABLE;
  const keys = new Set<string>([partitionKey]);
  for (const index of Object.values(indexes)) keys.add(index.partitionKey).add(index.sortKey);
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...keys].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    GlobalSecondaryIndexes: Object.values(indexes).map((index) => ({
      IndexName: index.name,
      KeySchema: [
        { AttributeName: index.partitionKey, KeyType: 'HASH' },
        { AttributeName: index.sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: streamView },
  };
}
