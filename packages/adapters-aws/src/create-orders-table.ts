import {
  CreateTableCommand,
  ResourceInUseException,
  waitUntilTableExists,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { createOrdersTableInput } from './orders-table.js';

/** Seconds. An engine on this machine is ready within milliseconds. */
const READY = { minDelay: 0.01, maxDelay: 1, maxWaitTime: 30 };

/** Creates the orders table where there is none of its name yet. Resolves once it takes requests. */
export async function createOrdersTable(client: DynamoDBClient, tableName: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(createOrdersTableInput(tableName)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, ...READY }, { TableName: tableName });
}
