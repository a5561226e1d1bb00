import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOrderId, approvalTasksContract, BUILT_AT } from '@snacks/domain/testing';
import { DynamoDbApprovalTasks } from './dynamodb-approval-tasks.js';
import { APPROVAL_TASKS_TABLE } from '../tables.js';
import {
  ENGINE_LIMIT,
  startOrdersDatabase,
  type OrdersDatabase,
} from '../../test/orders-database.js';

let tableName: string;
let database: OrdersDatabase;

beforeAll(async () => {
  database = await startOrdersDatabase();
  tableName = await database.createTable(APPROVAL_TASKS_TABLE);
});

afterAll(async () => {
  await database.stop();
});

function theTasks(now = BUILT_AT) {
  return new DynamoDbApprovalTasks(database.client, { tableName, clock: { now: () => now } });
}

describe('approval tasks in DynamoDB', () => {
  approvalTasksContract({ describe, it }, async () => theTasks(), ENGINE_LIMIT);

  it('expire 30 days after the last token was added', async () => {
    const orderId = anOrderId();
    await theTasks().add(orderId, 'first');
    await theTasks(BUILT_AT + 3_600_000).add(orderId, 'second');

    const { Item } = await database.client.send(
      new GetItemCommand({ TableName: tableName, Key: { orderId: { S: orderId } } }),
    );

    expect(Item?.expiresAt).toEqual({ N: `${Date.UTC(2026, 0, 31, 1) / 1_000}` });
  });
});
