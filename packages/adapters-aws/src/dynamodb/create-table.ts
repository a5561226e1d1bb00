import {
  CreateTableCommand,
  ResourceInUseException,
  waitUntilTableExists,
  type CreateTableCommandInput,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { TableDescription } from '../tables.js';

/**
 * The request that creates a table. Time to live is not part of it: DynamoDB takes that by a request
 * of its own, once the table is there.
 */
export function createTableInput(
  tableName: string,
  { partitionKey, indexes = {}, streamView }: TableDescription,
): CreateTableCommandInput {
  const keys = new Set<string>([partitionKey]);
  for (const index of Object.values(indexes)) keys.add(index.partitionKey).add(index.sortKey);
  const secondary = Object.values(indexes).map((index) => ({
    IndexName: index.name,
    KeySchema: [
      { AttributeName: index.partitionKey, KeyType: 'HASH' as const },
      { AttributeName: index.sortKey, KeyType: 'RANGE' as const },
    ],
    Projection: { ProjectionType: 'ALL' as const },
  }));
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...keys].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    ...(secondary.length > 0 && { GlobalSecondaryIndexes: secondary }),
    ...(streamView !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: streamView },
    }),
  };
}

/** Seconds. An engine on this machine is ready within milliseconds. */
const READY = { minDelay: 0.01, maxDelay: 1, maxWaitTime: 30 };

/** Creates a table where there is none of its name yet. Resolves once it takes requests. */
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
