import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { awsPlatform } from '../../test/aws-platform.js';

let aws: Awaited<ReturnType<typeof awsPlatform>>;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snacks-'));
  aws = await awsPlatform(folder);
});

afterEach(async () => {
  await aws.stop(5_000);
  await rm(folder, { recursive: true });
});

describe('the tables, over the API of DynamoDB', () => {
  it('are read and cleaned up in the engine of the store', async () => {
    const orderId = await aws.placeAndProcess();
    const Key = { orderId: { S: orderId } };

    const read = await aws.dynamodb('GetItem', { TableName: 'Orders', Key });
    await aws.dynamodb('DeleteItem', { TableName: 'Orders', Key });

    expect(read.body.Item).toMatchObject({ status: { S: 'PROCESSED' } });
    expect((await aws.request(`/orders/${orderId}`)).status).toBe(404);
  });

  it.each([
    ['PutItem', { TableName: 'Orders', Item: {} }],
    ['UpdateItem', { TableName: 'Orders', Key: { orderId: { S: 'one' } } }],
    ['UpdateItem', '{"'],
  ])('accept no write that the stream would miss: %s of %j', async (operation, body) => {
    const response = await aws.dynamodb(operation, body);

    expect(response.status).toBe(400);
    expect(response.body.message).toContain(
      `Unsupported operation ${operation}. Supported: GetItem`,
    );
  });

  it('are not read for a payment with an impossible key', async () => {
    const response = await aws.request(`/local/payments/${'x'.repeat(5_000)}`);

    expect(response).toMatchObject({ status: 404, body: { code: 'ROUTE_NOT_FOUND' } });
  });

  it('let an operator set the stock of a snack, as in the runbook', async () => {
    const set = await aws.dynamodb('UpdateItem', {
      TableName: 'Stock',
      Key: { id: { S: 'snack#Chips' } },
      UpdateExpression: 'SET available = :pieces',
      ExpressionAttributeValues: { ':pieces': { N: '2' } },
    });
    await aws.placeAndProcess(); // it sells two bags of chips

    expect(set.status).toBe(200);
    expect(await aws.readUntil('/local/stock/Chips', ({ sold }) => sold === 2)).toMatchObject({
      available: 0,
      reserved: 0,
    });
  });

  it('need the dynamodb store: an error says how to start it', async () => {
    const inMemory = await awsPlatform();

    const response = await inMemory.dynamodb('GetItem', { TableName: 'Orders' });

    expect(response.body.message).toContain('--store dynamodb --data DIR');
    await inMemory.stop(5_000);
  });
});
