import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cancel,
  complete,
  claim,
  readOrderRequest,
  type Change,
  type NewOrder,
} from '@snacks/domain';
import {
  aChangeContext,
  aNewOrder,
  anOrderRequest,
  aPlacing,
  BUILT_AT,
} from '@snacks/domain/testing';
import { DynamoDbOrderRepository } from './orders/dynamodb-order-repository.js';
import { itemBytes, MAX_ITEM_BYTES } from './item-size.js';
import { toTableItem } from './orders/order-item.js';
import { startOrdersDatabase, type OrdersDatabase } from '../../test/orders-database.js';

const HASH = 'a'.repeat(64);

const HOSTILE = [
  '"; DROP TABLE Orders; --',
  "' OR '1'='1",
  '{"S":"x"}',
  '#status = :status',
  ':previousVersion',
  '#version',
  'attribute_exists(orderId)',
  'SET #status = :x REMOVE outbox',
  '${jndi:ldap://x}',
  '{{constructor}}',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '%00%0a',
  '\u202Eright to left',
  '𝒳𝓎𝓏 😀 ﷽',
  'NEW#0',
  'é'.normalize('NFD'),
];

let database: OrdersDatabase;
let tableName: string;
let repository: DynamoDbOrderRepository;

beforeAll(async () => {
  database = await startOrdersDatabase();
  tableName = await database.createTable();
  repository = new DynamoDbOrderRepository(database.client, { tableName });
});

afterAll(async () => {
  await database.stop();
});

async function itemOf(orderId: string) {
  const { Item } = await database.client.send(
    new GetItemCommand({ TableName: tableName, Key: { orderId: { S: orderId } } }),
  );
  return Item;
}

function texts(...values: readonly string[]) {
  return values.map((S) => ({ S }));
}

describe('the item of an order', () => {
  it('has amounts as decimal numbers, the hash as bytes, and the keys of the indexes', async () => {
    const placing = aPlacing({ customerId: 'me' });
    const { orderId } = placing.order;
    await repository.add(placing, HASH);

    const item = await itemOf(orderId);

    expect(item).toMatchObject({
      totalAmount: { N: '9.97' },
      version: { N: '1' },
      requestHash: { B: Buffer.from(HASH, 'hex') },
      customerId: { S: 'me' },
      statusShard: { S: expect.stringMatching(/^open#[0-7]$/) },
      createdAtOrderId: { S: `2026-01-01T00:00:00.000Z#${orderId}` },
      history: {
        L: [
          {
            L: [
              { S: 'place' },
              { S: 'NEW' },
              { N: `${BUILT_AT}` },
              ...texts('tester', 'correlation-1'),
            ],
          },
        ],
      },
      outbox: { M: {} },
    });
    expect(item).not.toHaveProperty('expiresAt');
  });

  it('keeps the maximum total of the domain exactly', async () => {
    const snackItems = Array.from({ length: 100 }, () => ({
      name: 'Caviar',
      quantity: 1_000,
      price: 9_999.99,
    }));
    const placing = aPlacing({ request: { snackItems, totalAmount: 999_999_000 } });

    await repository.add(placing, HASH);

    expect(await repository.find(placing.order.orderId)).toEqual(placing.order);
  });

  it('leaves out undefined fields', async () => {
    const placing = aPlacing({ request: { deliveryPreferences: { method: 'pickup' } } });
    Object.assign(placing.order.deliveryPreferences ?? {}, { address: undefined });

    await repository.add(placing, HASH);

    const { deliveryPreferences } = (await itemOf(placing.order.orderId)) ?? {};
    expect(deliveryPreferences).toEqual({ M: { method: { S: 'pickup' } } });
  });

  it('keeps the hash of the first request in all changes', async () => {
    const order = aNewOrder();
    await repository.add({ order, events: [] }, HASH);
    await repository.save(cancel(order, aChangeContext()));

    const response = await repository.add(aPlacing({ orderId: order.orderId }), 'b'.repeat(64));

    expect(response).toMatchObject({ added: false, requestHash: HASH });
  });

  it('expires after the retention once the order is terminal', async () => {
    const keeping = new DynamoDbOrderRepository(database.client, { tableName, retentionDays: 30 });
    const order = aNewOrder();
    await keeping.add({ order, events: [] }, HASH);
    const claimed = claim(order, aChangeContext());
    await keeping.save(claimed);
    const before = await itemOf(order.orderId);

    await keeping.save(complete(claimed.order, aChangeContext()));

    const expiresAt = BUILT_AT / 1_000 + 30 * 86_400;
    expect(before).not.toHaveProperty('expiresAt');
    expect((await itemOf(order.orderId))?.expiresAt).toEqual({ N: `${expiresAt}` });
  });
});

describe('hostile text', () => {
  it.each(HOSTILE)('is returned unchanged from every field: %j', async (text) => {
    const customerId = text.replaceAll(/[^\x21-\x7e]/g, '_');
    const name = text.replaceAll(/\p{Cf}/gu, '_'); // names must not have format characters
    const placing = aPlacing({
      customerId,
      request: {
        customerName: name,
        snackItems: [{ name, quantity: 1, price: 1 }],
        totalAmount: 1,
        deliveryPreferences: { address: text, instructions: text },
      },
    });
    const context = aChangeContext({ actor: text, correlationId: text, causationId: text });
    const { order } = placing;
    await repository.add(placing, text);
    if (order.status !== 'NEW') throw new Error('The order is not NEW.');
    const cancelled = cancel(order, context);

    await repository.save(cancelled);

    expect(await repository.find(order.orderId)).toEqual(cancelled.order);
    expect(await repository.lastEvents(order.orderId)).toEqual(cancelled.events);
    expect(await repository.list({ customerId, limit: 10 })).toEqual({
      orders: [cancelled.order],
    });
    expect(await repository.add(placing, HASH)).toMatchObject({ requestHash: text });
  });

  it.each([...HOSTILE, '', 'x'.repeat(5_000)])('is not found as an order id: %j', async (text) => {
    expect(await repository.find(text)).toBeUndefined();
    expect(await repository.lastEvents(text)).toEqual([]);
  });

  it.each(HOSTILE)('selects nothing as a position in a listing: %j', async (text) => {
    const after = { createdAt: text, orderId: text };

    const page = await repository.list({ customerId: 'unknown-customer', limit: 10, after });

    expect(page).toEqual({ orders: [] });
  });
});

describe('an item that is not a valid order', () => {
  it.each([
    ['status', { S: 'LOST' }],
    ['totalAmount', { N: '9.975' }],
    ['totalAmount', { N: '1e100' }],
    ['version', { N: '12345678901234567890' }],
    ['history', { S: 'none' }],
    ['snackItems', { L: [] }],
    ['requestHash', { NULL: true }],
  ])('is refused with the order id and the field: %s', async (field, value) => {
    const { order } = aPlacing();
    await repository.add({ order, events: [] }, HASH);
    await database.client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { orderId: { S: order.orderId } },
        UpdateExpression: 'SET #field = :value',
        ExpressionAttributeNames: { '#field': field },
        ExpressionAttributeValues: { ':value': value },
      }),
    );

    await expect(repository.find(order.orderId)).rejects.toMatchObject({
      code: 'STORED_ORDER_INVALID',
      orderId: order.orderId,
      field,
    });
  });
});

describe('an item that is not a valid order, in a listing', () => {
  const traits = { customerId: 'edited-by-hand' };
  const query = { customerId: 'edited-by-hand', limit: 10 };

  it('is left out and reported if there is a callback, and fails the listing otherwise', async () => {
    const [edited, whole] = [aPlacing(traits), aPlacing(traits)];
    for (const placing of [edited, whole]) await repository.add(placing, HASH);
    await database.client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: { orderId: { S: edited.order.orderId } },
        UpdateExpression: 'SET customerName = :value',
        ExpressionAttributeValues: { ':value': { N: '1' } },
      }),
    );
    const reported: string[] = [];
    const tolerant = new DynamoDbOrderRepository(database.client, {
      tableName,
      onUnreadable: ({ orderId, field }) => reported.push(`${orderId} ${field}`),
    });

    const { orders } = await tolerant.list(query);

    expect(orders).toEqual([whole.order]);
    expect(reported).toEqual([`${edited.order.orderId} customerName`]);
    await expect(repository.list(query)).rejects.toMatchObject({ code: 'STORED_ORDER_INVALID' });
  });
});

/**
 * Returns a version of an order whose item has exactly so many bytes, filled up by a note in the last entry of
 * its history.
 */
function ofSize(bytes: number, order: NewOrder = aNewOrder(), version = 1): Change<NewOrder> {
  const sized = (length: number): NewOrder => ({
    ...order,
    version,
    history: Array.from({ length: version }, (_, n) => ({
      version: n + 1,
      command: 'place',
      status: 'NEW',
      at: order.createdAt,
      actor: 'tester',
      correlationId: 'correlation-1',
      ...(n === version - 1 && { note: 'x'.repeat(length) }),
    })),
  });
  const writing = { writeId: '-'.repeat(16), retentionDays: undefined, statusShards: 8 };
  const empty = toTableItem({ order: sized(0), events: [], requestHash: HASH }, writing);
  return { order: sized(bytes - itemBytes(empty)), events: [] };
}

describe('an order near the item limit of 400 KB', () => {
  const KB = 1_024;

  it.each([399 * KB, 400 * KB])('is stored at %d bytes', async (bytes) => {
    const first = ofSize(bytes);
    const second = ofSize(bytes, first.order, 2);

    await repository.add(first, HASH);
    await repository.save(second);

    expect(await repository.find(first.order.orderId)).toEqual(second.order);
  });

  it.each([400 * KB + 1, 401 * KB])('is refused before the write at %d bytes', async (bytes) => {
    const { order } = ofSize(bytes);
    const refusal = { code: 'ORDER_TOO_LARGE', bytes, maxBytes: MAX_ITEM_BYTES };

    await expect(repository.add({ order, events: [] }, HASH)).rejects.toMatchObject(refusal);
    expect(await itemOf(order.orderId)).toBeUndefined();
    await expect(
      repository.save({ order: { ...order, version: 2 }, events: [] }),
    ).rejects.toMatchObject(refusal);
  });

  it('is not reached by the largest order that the domain accepts', async () => {
    const snackItems = Array.from({ length: 100 }, () => ({
      name: '😀'.repeat(200),
      quantity: 1,
      price: 1,
    }));
    const request = { snackItems, totalAmount: 100, customerName: '😀'.repeat(200) };
    const placing = aPlacing({ request });

    await repository.add(placing, HASH);

    expect(readOrderRequest(anOrderRequest(request)).snackItems).toHaveLength(100);
    expect(await repository.find(placing.order.orderId)).toEqual(placing.order);
  });
});

describe('an error of the engine', () => {
  it('is thrown unchanged', async () => {
    const lost = new DynamoDbOrderRepository(database.client, { tableName: 'No-Such-Table' });

    const expected = { name: 'ResourceNotFoundException' };
    await expect(lost.add(aPlacing(), HASH)).rejects.toMatchObject(expected);
    await expect(lost.find(aNewOrder().orderId)).rejects.toMatchObject(expected);
    await expect(lost.save(cancel(aNewOrder(), aChangeContext()))).rejects.toMatchObject(expected);
    await expect(lost.list({ limit: 1 })).rejects.toMatchObject(expected);
  });

  it('is thrown for an item that is not an order', async () => {
    const { orderId } = aNewOrder();
    await database.client.send(
      new PutItemCommand({ TableName: tableName, Item: { orderId: { S: orderId } } }),
    );

    await expect(repository.find(orderId)).rejects.toMatchObject({ code: 'STORED_ORDER_INVALID' });
    await expect(repository.lastEvents(orderId)).rejects.toMatchObject({
      code: 'STORED_ORDER_INVALID',
    });
  });
});
