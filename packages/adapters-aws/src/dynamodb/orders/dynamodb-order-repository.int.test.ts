import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { orderRepositoryContract } from '@snacks/domain/testing';
import { DynamoDbOrderRepository } from './dynamodb-order-repository.js';
import {
  ENGINE_LIMIT,
  startOrdersDatabase,
  type OrdersDatabase,
} from '../../../test/orders-database.js';

let database: OrdersDatabase;

beforeAll(async () => {
  database = await startOrdersDatabase();
});

afterAll(async () => {
  await database.stop();
});

describe('orders in DynamoDB', () => {
  orderRepositoryContract(
    { describe, it },
    async () => {
      const tableName = await database.createTable();
      return new DynamoDbOrderRepository(database.client, { tableName });
    },
    ENGINE_LIMIT,
  );
});
