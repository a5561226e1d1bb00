import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTIONS_UNTIL, actionLogContract } from '@snacks/operations/testing';

import { startOrdersDatabase, type OrdersDatabase } from '../../test/orders-database.js';
import { OPERATOR_ACTIONS_TABLE } from '../tables.js';
import { DynamoDbActionLog } from './dynamodb-action-log.js';

let database: OrdersDatabase;

beforeAll(async () => {
  database = await startOrdersDatabase();
});

afterAll(async () => database.stop());

async function aLog(now = ACTIONS_UNTIL): Promise<DynamoDbActionLog> {
  const tableName = await database.createTable(OPERATOR_ACTIONS_TABLE);
  const clock = { now: () => now };
  return new DynamoDbActionLog(database.client, { tableName, clock, retentionDays: 90 });
}

actionLogContract({ describe, it }, aLog);

describe('an action log in DynamoDB', () => {
  it('lists actions of earlier months, within their retention', async () => {
    const log = await aLog(Date.parse('2026-03-02T00:00:00.000Z'));
    const times = [
      '2025-11-30T00:00:00.000Z',
      '2025-12-31T23:59:59.999Z',
      '2026-03-01T12:00:00.000Z',
    ];
    for (const [n, at] of times.entries()) {
      const about = {
        actor: 'amy',
        action: 'delete',
        subject: 'queue: 1',
        reason: 'test',
      } as const;
      await log.add({ ...about, actionId: `action-${n}`, at, outcome: 'started' });
    }

    const { actions } = await log.list({ limit: 10 });

    expect(actions.map(({ actionId }) => actionId)).toEqual(['action-2', 'action-1']);
  });

  it('refuses to complete an action that is not in the log', async () => {
    const log = await aLog();

    await expect(
      log.complete({ at: '2026-11-21T09:00:00.000Z', actionId: 'unknown' }, 'done'),
    ).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(await log.list({ limit: 10 })).toEqual({ actions: [] });
  });
});
