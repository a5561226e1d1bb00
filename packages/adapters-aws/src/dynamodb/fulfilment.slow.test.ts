import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { fulfilmentContract, simulatedPayments } from '@snacks/domain/testing';
import { DynamoDbInventory } from './stock/dynamodb-inventory.js';
import { DynamoDbOrderRepository } from './orders/dynamodb-order-repository.js';
import { DynamoDbPaymentLedger } from './dynamodb-payment-ledger.js';
import { PAYMENTS_TABLE, STOCK_TABLE } from '../tables.js';
import {
  ENGINE_LIMIT,
  startOrdersDatabase,
  type OrdersDatabase,
} from '../../test/orders-database.js';

let database: OrdersDatabase;
let paymentsTable: string;

beforeAll(async () => {
  database = await startOrdersDatabase();
  paymentsTable = await database.createTable(PAYMENTS_TABLE);
});

afterAll(async () => {
  await database.stop();
});

describe('on DynamoDB', () => {
  fulfilmentContract(
    { describe, it },
    async () => {
      const { client } = database;
      const ordersTable = await database.createTable();
      const stockTable = await database.createTable(STOCK_TABLE);
      return {
        orders: new DynamoDbOrderRepository(client, { tableName: ordersTable }),
        stock: new DynamoDbInventory(client, { tableName: stockTable, unknownSnacks: 'unlimited' }),
        payments: simulatedPayments(
          new DynamoDbPaymentLedger(client, { tableName: paymentsTable }),
        ),
      };
    },
    ENGINE_LIMIT,
  );
});
