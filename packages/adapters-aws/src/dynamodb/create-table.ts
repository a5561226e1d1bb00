import {
  CreateTableCommand,
  ResourceInUseException,
  waitUntilTableExists,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { TableDescription } from '../tables.js';

/**
 * Returns the request that creates a table. It does not enable time to live, which takes a request of
 * its own once the table exists.
 */
export function createTableInput(
  tableName: string,
  { partitionKey, sortKey, indexes = {}, streamView }: TableDescription,
): CreateTableCommandInput {
  const keys = new Set<string>([partitionKey, ...(sortKey === undefined ? [] : [sortKey])]);
  for (const index of Object.values(indexes)) keys.add(index.partitionKey).add(index.sortKey);
  const secondary = Object.values(indexes).map((index) => ({
    IndexName: index.name,
    KeySchema: [
      { AttributeName: index.partitionKey, KeyType: 'HASH' as const },
      { AttributeName: index.sortKey, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: index.projection },
  }));
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...keys].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: partitionKey, KeyType: 'HASH' },
      ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
    ],
    ...(secondary.length > 0 && { GlobalSecondaryIndexes: secondary }),
    ...(streamView !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: streamView },
    }),
  };
}

/** In seconds. A local engine is ready within milliseconds. */
const READY = { minDelay: 0.01, maxDelay: 1, maxWaitTime: 30 };

/** Creates a table unless it exists. Resolves when it accepts requests. */
export async function createTable(
  client: DynamoDBClient,
  tableName: string,
  description: TableDescription,
): Promise<void> {
  try {
    await client.send(new CreateTableCommand(createTableInput(tableName, description)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, ...READY }, { TableName: tableName });
}
