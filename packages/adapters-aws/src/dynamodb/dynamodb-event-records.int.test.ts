import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { anEventRecord, eventRecordsContract } from '@snacks/domain/testing';
import {
  ENGINE_LIMIT,
  startOrdersDatabase,
  type OrdersDatabase,
} from '../../test/orders-database.js';
import { DynamoDbEventRecords } from './dynamodb-event-records.js';
import { EVENT_RECORDS_TABLE } from '../tables.js';

let database: OrdersDatabase;

beforeAll(async () => {
  database = await startOrdersDatabase();
});

afterAll(async () => {
  await database.stop();
});

describe('external events in DynamoDB', () => {
  eventRecordsContract(
    { describe, it },
    async () => {
      const tableName = await database.createTable(EVENT_RECORDS_TABLE);
      return new DynamoDbEventRecords(database.client, { tableName });
    },
    ENGINE_LIMIT,
  );

  it('expire after their retention', async () => {
    const tableName = await database.createTable(EVENT_RECORDS_TABLE);
    const records = new DynamoDbEventRecords(database.client, { tableName, retentionDays: 1 });
    const record = anEventRecord({ receivedAt: '2026-01-01T00:00:00.000Z' });

    await records.add(record);

    const { Item } = await database.client.send(
      new GetItemCommand({ TableName: tableName, Key: { eventId: { S: record.eventId } } }),
    );
    expect(Item?.expiresAt).toEqual({ N: String(Date.UTC(2026, 0, 2) / 1_000) });
  });

  it.each([
    ['payload', 'no json'],
    ['source', 'no source'],
  ])('are refused if the %s of their item is invalid', async (name, value) => {
    const tableName = await database.createTable(EVENT_RECORDS_TABLE);
    const records = new DynamoDbEventRecords(database.client, { tableName });
    const { eventId } = anEventRecord();
    await database.client.send(
      new PutItemCommand({
        TableName: tableName,
        Item: { eventId: { S: eventId }, [name]: { S: value } },
      }),
    );

    await expect(records.find(eventId)).rejects.toMatchObject({ code: 'STORED_EVENT_INVALID' });
  });
});
