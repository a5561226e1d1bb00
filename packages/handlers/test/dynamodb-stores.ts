import {
  createTable,
  DynamoDbInventory,
  DynamoDbOrderRepository,
  DynamoDbPaymentLedger,
  engineClient,
} from '@snacks/adapters-aws/dynamodb';

import { topology } from '../src/topology/topology.js';

/** Creates the tables of the topology in a DynamoDB engine, and returns the stores on them. */
export async function createStores(endpoint: string) {
  const client = engineClient({ endpoint });
  for (const table of Object.values(topology.tables)) await createTable(client, table.name, table);
  const { orders, stock, payments } = topology.tables;
  const retentionDays = Number(topology.parameters.RETENTION_DAYS);
  return {
    orders: new DynamoDbOrderRepository(client, { tableName: orders.name, retentionDays }),
    stock: new DynamoDbInventory(client, {
      tableName: stock.name,
      unknownSnacks: 'unlimited',
    }),
    ledger: new DynamoDbPaymentLedger(client, { tableName: payments.name, retentionDays }),
  };
}
