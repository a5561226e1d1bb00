import {
  createDynamoDbClient,
  createTable,
  DynamoDbInventory,
  DynamoDbOrderRepository,
  DynamoDbPaymentLedger,
} from '@snacks/adapters-aws/dynamodb';

import { topology } from '../src/topology/topology.js';

/** Creates the tables of the topology in a DynamoDB engine, and returns the stores on them. */
export async function createStores(endpoint: string) {
  const client = createDynamoDbClient({
    endpoint,
    connectionTimeout: 20_000, // a busy machine delays the engine
    requestTimeout: 20_000,
    region: 'local',
    credentials: async () => ({ accessKeyId: 'local', secretAccessKey: 'local' }),
  });
  for (const table of Object.values(topology.tables)) await createTable(client, table.name, table);
  const { orders, stock, payments } = topology.tables;
  const retentionDays = Number(topology.parameters.RETENTION_DAYS);
  return {
    orders: new DynamoDbOrderRepository(client, { tableName: orders.name, retentionDays }),
    stock: new DynamoDbInventory(client, {
      tableName: stock.name,
      unknownSnacks: 'unlimited',
      retentionDays,
    }),
    ledger: new DynamoDbPaymentLedger(client, { tableName: payments.name, retentionDays }),
  };
}
