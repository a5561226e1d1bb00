import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { aNewOrder } from '@snacks/domain/testing';
import { documentClient } from './document-client.js';
import { readBatch } from './read-batch.js';
import { clientFor, startOrdersDatabase, type OrdersDatabase } from '../../test/orders-database.js';
import { seedOrders } from '../../test/seed-orders.js';

const orders = Array.from({ length: 10 }, () => aNewOrder());
const keys = orders.map(({ orderId }) => ({ orderId }));
const ids = keys.map(({ orderId }) => orderId).sort((a, b) => a.localeCompare(b));

let database: OrdersDatabase;
let tableName: string;

beforeAll(async () => {
  database = await startOrdersDatabase();
  tableName = await database.createTable();
  await seedOrders(database.client, tableName, orders);
});

afterAll(async () => {
  await database.stop();
});

/** A client whose engine reads at most so many items of each batch, and returns the other keys. */
function throttledTo(items: number): { client: DynamoDBClient; requests: number[] } {
  const client = clientFor(database.endpoint);
  const requests: number[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      const requested = requestedIn(args.input);
      requests.push(requested.length);
      const left = requested.slice(items);
      const RequestItems = { [tableName]: { Keys: requested.slice(0, items) } };
      const result = await next({ ...args, input: { ...args.input, RequestItems } });
      if (left.length > 0) {
        Object.assign(result.output, { UnprocessedKeys: { [tableName]: { Keys: left } } });
      }
      return result;
    },
    { step: 'initialize', priority: 'low', name: 'throttle' },
  );
  return { client, requests };
}

function requestedIn(input: unknown): readonly unknown[] {
  const tables = isFields(input) && isFields(input.RequestItems) ? input.RequestItems : {};
  const table = tables[tableName];
  return isFields(table) && Array.isArray(table.Keys) ? table.Keys : [];
}

async function read(client: DynamoDBClient, wanted: readonly { orderId: string }[] = keys) {
  try {
    const items = await readBatch(documentClient(client), tableName, wanted);
    return items.map(({ orderId }) => String(orderId)).sort((a, b) => a.localeCompare(b));
  } finally {
    client.destroy();
  }
}

describe('reading a batch of items', () => {
  it('returns those that exist, by one request', async () => {
    const { client, requests } = throttledTo(100);

    expect(await read(client, [...keys, { orderId: aNewOrder().orderId }])).toEqual(ids);
    expect(requests).toEqual([11]);
  });

  it('requests the keys again that DynamoDB did not process, and those only', async () => {
    const { client, requests } = throttledTo(4);

    expect(await read(client)).toEqual(ids);
    expect(requests).toEqual([10, 6, 2]);
  });

  it('throws if some keys are still not processed after five requests', async () => {
    const { client, requests } = throttledTo(1);

    await expect(read(client)).rejects.toMatchObject({
      code: 'READ_THROTTLED',
      message: `DynamoDB returned all but 5 items of the table ${tableName}. Try again.`,
    });
    expect(requests).toEqual([10, 9, 8, 7, 6]);
  });

  it('makes no request for no keys', async () => {
    const { client, requests } = throttledTo(1);

    expect(await read(client, [])).toEqual([]);
    expect(requests).toEqual([]);
  });
});
