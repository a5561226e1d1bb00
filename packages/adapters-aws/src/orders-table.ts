import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/**
 * The orders table as plain data: what a test, the platform on one machine and the deployed stack
 * build it from, and what the repository takes its names from.
 *
 * All key attributes are strings. Both indexes project whole items, so that a page of orders is
 * answered by the index alone.
 */
export const ORDERS_TABLE = {
  partitionKey: 'orderId',
  indexes: {
    /** Every order, by state and shard: a bare state would be one hot partition. */
    byStatus: { name: 'by-status', partitionKey: 'statusShard', sortKey: 'createdAtOrderId' },
    /** Sparse: orders without a known owner are not in it. */
    byCustomer: { name: 'by-customer', partitionKey: 'customerId', sortKey: 'createdAtOrderId' },
  },
  projection: 'ALL',
  billingMode: 'PAY_PER_REQUEST',
  /** The relay compares the version before a write with the one after it. */
  streamView: 'NEW_AND_OLD_IMAGES',
  /** Holds seconds since the epoch; only orders in a terminal state have it. */
  timeToLiveAttribute: 'expiresAt',
} as const;

/**
 * The request that creates the orders table. Time to live is not part of it: DynamoDB takes that by
 * a request of its own, once the table is there.
 */
export function createOrdersTableInput(tableName: string): CreateTableCommandInput {
  const { partitionKey, indexes, projection, billingMode, streamView } = ORDERS_TABLE;
  const keys = new Set<string>([partitionKey]);
  for (const index of Object.values(indexes)) keys.add(index.partitionKey).add(index.sortKey);
  return {
    TableName: tableName,
    BillingMode: billingMode,
    AttributeDefinitions: [...keys].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    GlobalSecondaryIndexes: Object.values(indexes).map((index) => ({
      IndexName: index.name,
      KeySchema: [
        { AttributeName: index.partitionKey, KeyType: 'HASH' },
        { AttributeName: index.sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: projection },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: streamView },
  };
}
