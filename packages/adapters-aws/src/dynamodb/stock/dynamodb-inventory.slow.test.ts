import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { orderIdOf, type Inventory, type OrderKey } from '@snacks/domain/ports';
import { anOrderKey, inventoryContract } from '@snacks/domain/testing';
import { DynamoDbInventory, type DynamoDbInventoryOptions } from './dynamodb-inventory.js';
import { homeRowOf, ROW_NUMBERS } from '../../stock/stock-row.js';
import { STOCK_TABLE, stockRowId } from '../../tables.js';
import { itemBytes } from '../item-size.js';
import { metered } from '../../../test/meter.js';
import {
  ENGINE_LIMIT,
  clientFor,
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

async function anInventory(options: Partial<DynamoDbInventoryOptions> = {}) {
  const tableName = await database.createTable(STOCK_TABLE);
  const all = { tableName, unknownSnacks: 'unlimited', ...options } as const;
  return { inventory: new DynamoDbInventory(database.client, all), options: all };
}

describe('a stock in DynamoDB', () => {
  inventoryContract(
    { describe, it },
    async (unknownSnacks) => {
      const { inventory } = await anInventory({ unknownSnacks });
      return inventory;
    },
    ENGINE_LIMIT,
  );
});

/**
 * A client that delays the first matching request until `open` is called. With `isLast`, all later
 * requests fail, as if the process had ended.
 */
function delayingClient(isDelayed: (input: unknown) => boolean, isLast = false) {
  const client = clientFor(database.endpoint, {
    connectionTimeout: 20_000,
    requestTimeout: 20_000,
  });
  const gate = { reached: () => {}, open: () => {} };
  const reached = new Promise<void>((resolve) => {
    gate.reached = resolve;
  });
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  let delayed = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      if (delayed && isLast) throw new Error('The process has ended.');
      if (!delayed && isDelayed(args.input)) {
        delayed = true;
        gate.reached();
        await opened;
      }
      return next(args);
    },
    { step: 'initialize', name: 'delay' },
  );
  return { client, reached, open: () => gate.open() };
}

/** Returns whether an input is a write that holds pieces of a snack. */
function isHold(input: unknown): boolean {
  const text = JSON.stringify(input);
  return (
    /UpdateExpression":"SET/.test(text) && /"held#/.test(text) && /attribute_not_exists/.test(text)
  );
}

const LINES = [
  { name: 'Chips', quantity: 2 },
  { name: 'Soda', quantity: 1 },
];

async function withPieces(pieces: number) {
  const { inventory, options } = await anInventory();
  await inventory.setAvailable('Chips', pieces);
  await inventory.setAvailable('Soda', pieces);
  return { inventory, options, order: anOrderKey() };
}

/** Reserves as a processor does: prepares, and holds. */
async function reserve(inventory: Inventory, order: OrderKey, lines = LINES) {
  const reservation = await inventory.prepare(order, lines);
  return reservation.hold();
}

describe('a hold that takes effect late', () => {
  it('reserves nothing if the order was released meanwhile', async () => {
    const { inventory, options, order } = await withPieces(5);
    const { client, reached, open } = delayingClient(isHold);
    const slow = reserve(new DynamoDbInventory(client, options), order);
    await reached;

    await inventory.release(order, LINES);
    open();

    expect(await slow).toBe('outdated');
    await inventory.release(order, LINES); // The other line may have been held before the release.
    expect(await inventory.find('Chips')).toEqual({ available: 5, reserved: 0, sold: 0 });
    expect(await inventory.find('Soda')).toEqual({ available: 5, reserved: 0, sold: 0 });
    client.destroy();
  });

  it('reserves nothing even if its process ended and cannot return anything', async () => {
    const { inventory, options, order } = await withPieces(5);
    const { client, reached, open } = delayingClient(isHold, true);
    const slow = reserve(new DynamoDbInventory(client, options), order);
    await reached;

    await inventory.release(order, LINES);
    open();

    await expect(slow).rejects.toThrow('The process has ended.');
    expect(await inventory.find('Chips')).toEqual({ available: 5, reserved: 0, sold: 0 });
    expect(await inventory.find('Soda')).toEqual({ available: 5, reserved: 0, sold: 0 });
    client.destroy();
  });

  it('sells nothing more if another execution sold the order meanwhile', async () => {
    const { inventory, options, order } = await withPieces(5);
    const { client, reached, open } = delayingClient(isHold);
    const slow = reserve(new DynamoDbInventory(client, options), order);
    await reached;

    await reserve(inventory, order);
    await inventory.confirm(order, LINES);
    open();

    expect(await slow).toBe('outdated');
    expect(await inventory.find('Chips')).toEqual({ available: 3, reserved: 0, sold: 2 });
    expect(await inventory.find('Soda')).toEqual({ available: 4, reserved: 0, sold: 1 });
    client.destroy();
  });

  it('is continued by the next call if the process ended between two lines', async () => {
    const { inventory, options, order } = await withPieces(5);
    const { client, reached } = delayingClient((input) => isHold(input) && ofSnack('Soda', input));
    void reserve(new DynamoDbInventory(client, options), order);
    await reached;
    await waitForLevel(inventory, 'Chips', { available: 3, reserved: 2, sold: 0 });

    expect(await reserve(inventory, order)).toBe('reserved');

    expect(await inventory.find('Chips')).toEqual({ available: 3, reserved: 2, sold: 0 });
    expect(await inventory.find('Soda')).toEqual({ available: 4, reserved: 1, sold: 0 });
    client.destroy();
  });
});

function ofSnack(name: string, input: unknown): boolean {
  return JSON.stringify(input).includes(`#${name}"`);
}

async function waitForLevel(inventory: DynamoDbInventory, name: string, expected: object) {
  for (;;) {
    const level = await inventory.find(name);
    if (JSON.stringify(level) === JSON.stringify(expected)) return;
  }
}

/** Whether an input is a write that brings pieces to a row. */
function isArrival(input: unknown): boolean {
  return /"from\d"/.test(JSON.stringify(input));
}

/** An order whose home row is another one than the given row. */
function anOrderAwayFrom(row: number): OrderKey {
  for (;;) {
    const order = anOrderKey();
    if (homeRowOf(order) !== row) return order;
  }
}

describe('pieces in another row than that of the order', () => {
  const ONE = [{ name: 'Chips', quantity: 1 }];

  it('are brought to it, in half of what that row has', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 10);
    const order = anOrderAwayFrom(0);

    expect(await reserve(inventory, order, ONE)).toBe('reserved');

    const first = await item(options.tableName, stockRowId('Chips', 0));
    const home = await item(options.tableName, stockRowId('Chips', homeRowOf(order)));
    expect([first?.available?.N, home?.available?.N]).toEqual(['5', '4']);
    expect(await inventory.find('Chips')).toEqual({ available: 9, reserved: 1, sold: 0 });
  });

  it('are not missed by a second run of the order, if the first one holds the last of them', async () => {
    const { inventory } = await anInventory();
    await inventory.setAvailable('Chips', 1);
    const order = anOrderAwayFrom(0);
    const second = await inventory.prepare(order, ONE);

    expect(await reserve(inventory, order, ONE)).toBe('reserved');

    expect(await second.hold()).toBe('reserved');
    expect(await inventory.find('Chips')).toEqual({ available: 0, reserved: 1, sold: 0 });
  });

  it('are in no row while they are under way, and still count as available', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 10);
    const { client, reached } = delayingClient(isArrival, true);
    void reserve(new DynamoDbInventory(client, options), anOrderAwayFrom(0), ONE);
    await reached;

    expect(await inventory.find('Chips')).toEqual({ available: 10, reserved: 0, sold: 0 });
    expect(await reserve(inventory, anOrderAwayFrom(0), [{ name: 'Chips', quantity: 10 }])).toBe(
      'reserved',
    );
    expect(await inventory.find('Chips')).toEqual({ available: 0, reserved: 10, sold: 0 });
    client.destroy();
  });

  it('arrive once, also if the write takes effect after another call has completed it', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 10);
    const order = anOrderAwayFrom(0);
    const { client, reached, open } = delayingClient(isArrival);
    const slow = reserve(new DynamoDbInventory(client, options), order, ONE);
    await reached;

    await inventory.setAvailable('Chips', 20); // completes transfers first
    open();

    expect(await slow).toBe('reserved');
    expect(await inventory.find('Chips')).toEqual({ available: 19, reserved: 1, sold: 0 });
    client.destroy();
  });
});

async function item(tableName: string, id: string) {
  const { Item } = await database.client.send(
    new GetItemCommand({ TableName: tableName, Key: { id: { S: id } } }),
  );
  return Item;
}

/** Makes a row as large as given, by an attribute that is never read. */
async function fill(tableName: string, id: string, bytes: number): Promise<void> {
  await database.client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: { id: { S: id } },
      UpdateExpression: 'SET filler = :filler',
      ExpressionAttributeValues: { ':filler': { S: 'x'.repeat(bytes) } },
    }),
  );
}

describe('the rows of a stock', () => {
  it('have only attributes for orders in progress, fences and transfers, within 1 KB', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 1_000);
    const lines = [{ name: 'Chips', quantity: 1 }];

    for (let n = 0; n < 300; n += 1) {
      const order = anOrderKey();
      await reserve(inventory, order, lines);
      await (n % 2 ? inventory.confirm(order, lines) : inventory.release(order, lines));
    }

    for (const row of ROW_NUMBERS) {
      const stored = (await item(options.tableName, stockRowId('Chips', row))) ?? {};
      expect(Object.keys(stored).filter((name) => name.startsWith('held#'))).toEqual([]);
      expect(itemBytes(unmarshall(stored))).toBeLessThan(1_024 - 5 * 60); // five open orders fit
    }
  });

  it('take no further hold above 32 KB until others end', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 1_000);
    const waiting = anOrderKey();
    const lines = [{ name: 'Chips', quantity: 1 }];
    const row = stockRowId('Chips', homeRowOf(waiting));
    await fill(options.tableName, row, 33 * 1_024);

    await expect(reserve(inventory, waiting, lines)).rejects.toMatchObject({
      code: 'STOCK_FULL',
      snack: 'Chips',
      orderId: orderIdOf(waiting),
    });
    await fill(options.tableName, row, 1_024);

    expect(await reserve(inventory, waiting, lines)).toBe('reserved');
  });

  it('can be set by an operator without this library: the first row is enough', async () => {
    const { inventory, options } = await anInventory();

    await database.client.send(
      new UpdateItemCommand({
        TableName: options.tableName,
        Key: { id: { S: 'snack#Chips' } },
        UpdateExpression: 'SET available = :pieces',
        ExpressionAttributeValues: { ':pieces': { N: '50' } },
      }),
    );

    expect(await inventory.find('Chips')).toEqual({ available: 50, reserved: 0, sold: 0 });
    expect(await reserve(inventory, anOrderAwayFrom(0), [{ name: 'Chips', quantity: 1 }])).toBe(
      'reserved',
    );
  });
});

describe('orders of one snack that are processed at once', () => {
  it('share few writes', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 1_000);
    const client = clientFor(database.endpoint, {});
    const meter = metered(client);
    const batch = new DynamoDbInventory(client, options);
    const placedAt = Date.UTC(2026, 0, 1);
    const orders = Array.from(
      { length: 10 },
      (): OrderKey => `${orderIdOf(anOrderKey())}_${placedAt}`,
    );
    const lines = [{ name: 'Chips', quantity: 1 }];
    const reservations = await Promise.all(
      orders.map(async (order) => batch.prepare(order, lines)),
    );
    const before = meter.requests;

    const outcomes = await Promise.all(reservations.map(async (one) => one.hold()));
    const holds = meter.requests - before;
    await Promise.all(orders.map(async (order) => batch.confirm(order, lines)));
    const closings = meter.requests - before - holds;

    expect(new Set(outcomes)).toEqual(new Set(['reserved']));
    expect(await inventory.find('Chips')).toEqual({ available: 990, reserved: 0, sold: 10 });
    expect([holds, closings]).toEqual([1, 1]);
    client.destroy();
  });
});
