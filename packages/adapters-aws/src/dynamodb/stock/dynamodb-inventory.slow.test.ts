import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { orderIdOf } from '@snacks/domain/ports';
import { anOrderKey, inventoryContract } from '@snacks/domain/testing';
import { DynamoDbInventory, type DynamoDbInventoryOptions } from './dynamodb-inventory.js';
import { STOCK_TABLE } from '../../tables.js';
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

/** Returns whether an input is the write that holds a quantity of a snack. */
function isHold(input: unknown): boolean {
  return /"SET #held = :quantity/.test(JSON.stringify(input));
}

/** Returns whether an input is the write that decides on an order. */
function isDecision(input: unknown): boolean {
  return /"attribute_not_exists\(id\)"/.test(JSON.stringify(input));
}

const LINES = [
  { name: 'Chips', quantity: 2 },
  { name: 'Soda', quantity: 1 },
];

describe('a reservation whose write takes effect late', () => {
  it.each([
    ['hold', isHold],
    ['decision', isDecision],
  ])('reserves nothing if the order was released meanwhile: %s', async (_write, isDelayed) => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 5);
    await inventory.setAvailable('Soda', 5);
    const order = anOrderKey();
    const { client, reached, open } = delayingClient(isDelayed);
    const slow = new DynamoDbInventory(client, options).reserve(order, LINES);
    await reached;

    await inventory.release(order, LINES);
    open();

    expect(await slow).toBe('out of stock');
    expect(await inventory.find('Chips')).toEqual({ available: 5, reserved: 0, sold: 0 });
    expect(await inventory.find('Soda')).toEqual({ available: 5, reserved: 0, sold: 0 });
    client.destroy();
  });

  it('reserves nothing even if its process ended and cannot return anything', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 5);
    await inventory.setAvailable('Soda', 5);
    const order = anOrderKey();
    const { client, reached, open } = delayingClient(isHold, true);
    const slow = new DynamoDbInventory(client, options).reserve(order, LINES);
    await reached;

    await inventory.release(order, LINES);
    open();

    await expect(slow).rejects.toThrow('The process has ended.');
    expect(await inventory.find('Chips')).toEqual({ available: 5, reserved: 0, sold: 0 });
    client.destroy();
  });

  it('reserves nothing if the order was released between its two reads', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 5);
    const order = anOrderKey();
    let reads = 0;
    const isSecondRead = (input: unknown) => {
      reads += /ConsistentRead/.test(JSON.stringify(input)) ? 1 : 0;
      return reads === 2;
    };
    let isHeld = false;
    const { client, reached, open } = delayingClient(isSecondRead);
    client.middlewareStack.add(
      (next) => async (args) => {
        if (isHeld) throw new Error('The process has ended.'); // so it cannot return the stock
        isHeld = isHold(args.input);
        return next(args);
      },
      { step: 'initialize', name: 'death' },
    );
    const slow = new DynamoDbInventory(client, options).reserve(order, LINES.slice(0, 1));
    await reached;

    await inventory.release(order, LINES.slice(0, 1));
    open();
    await Promise.allSettled([slow]);

    expect(await inventory.find('Chips')).toEqual({ available: 5, reserved: 0, sold: 0 });
    client.destroy();
  });

  it('sells nothing more if another execution sold the order meanwhile', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 5);
    const order = anOrderKey();
    const { client, reached, open } = delayingClient(isHold);
    const slow = new DynamoDbInventory(client, options).reserve(order, LINES);
    await reached;

    await inventory.reserve(order, LINES);
    await inventory.confirm(order, LINES);
    open();

    expect(await slow).toBe('reserved');
    expect(await inventory.find('Chips')).toEqual({ available: 3, reserved: 0, sold: 2 });
    client.destroy();
  });

  it('is continued by the next call if the process ended between two lines', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 5);
    await inventory.setAvailable('Soda', 5);
    const order = anOrderKey();
    const { client, reached } = delayingClient((input) =>
      /snack#Soda.*SET #held/.test(JSON.stringify(input)),
    );
    void new DynamoDbInventory(client, options).reserve(order, LINES);
    await reached;
    expect(await inventory.find('Chips')).toEqual({ available: 3, reserved: 2, sold: 0 });

    expect(await inventory.reserve(order, LINES)).toBe('reserved');

    expect(await inventory.find('Chips')).toEqual({ available: 3, reserved: 2, sold: 0 });
    expect(await inventory.find('Soda')).toEqual({ available: 4, reserved: 1, sold: 0 });
    client.destroy();
  });
});

async function item(tableName: string, id: string) {
  const { Item } = await database.client.send(
    new GetItemCommand({ TableName: tableName, Key: { id: { S: id } } }),
  );
  return Item;
}

/** Fills an item up to a few bytes below the limit, by an attribute that is never read. */
async function fill(tableName: string, id: string): Promise<void> {
  const names = Object.entries((await item(tableName, id)) ?? {});
  const used = names.reduce((sum, [name, value]) => {
    return sum + name.length + (value.S?.length ?? Math.ceil((value.N?.length ?? 0) / 2) + 1);
  }, 0);
  await database.client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: { id: { S: id } },
      UpdateExpression: 'SET filler = :filler',
      ExpressionAttributeValues: { ':filler': { S: 'x'.repeat(400 * 1_024 - used - 46) } },
    }),
  );
}

describe('the items of a stock', () => {
  it('have only attributes for orders in progress and fences', async () => {
    const { inventory, options } = await anInventory();
    await inventory.setAvailable('Chips', 1_000);
    const lines = [{ name: 'Chips', quantity: 1 }];

    for (let n = 0; n < 150; n += 1) {
      const order = anOrderKey();
      await inventory.reserve(order, lines);
      await (n % 2 ? inventory.confirm(order, lines) : inventory.release(order, lines));
    }

    const names = Object.keys((await item(options.tableName, 'snack#Chips')) ?? {});
    expect(names.filter((name) => name.startsWith('held#'))).toEqual([]);
    expect(names.length).toBeLessThanOrEqual(64 + 3); // fences; id, available, sold
  });

  it('of an order expire after the retention', async () => {
    const { inventory, options } = await anInventory({ retentionDays: 90 });
    const order = anOrderKey();
    const before = Date.now() / 1_000;

    await inventory.reserve(order, LINES);
    const reserved = await item(options.tableName, `order#${order}`);
    await inventory.confirm(order, LINES);
    const sold = await item(options.tableName, `order#${order}`);

    expect(reserved?.decision?.S).toBe('reserved');
    expect(sold?.decision?.S).toBe('sold');
    for (const { expiresAt } of [reserved ?? {}, sold ?? {}]) {
      expect(Number(expiresAt?.N)).toBeGreaterThanOrEqual(before + 90 * 86_400);
    }
  });

  it('of a snack with the maximum number of reservations refuse the next until others end', async () => {
    const { inventory, options } = await anInventory();
    const [confirmed, waiting] = [anOrderKey(), anOrderKey()];
    await inventory.setAvailable('Chips', 100_000);
    const lines = [{ name: 'Chips', quantity: 1 }];
    await inventory.reserve(confirmed, lines);
    await fill(options.tableName, 'snack#Chips');

    await expect(inventory.reserve(waiting, lines)).rejects.toMatchObject({
      code: 'STOCK_FULL',
      snack: 'Chips',
      orderId: orderIdOf(waiting),
    });
    await inventory.confirm(confirmed, lines);

    expect(await inventory.reserve(waiting, lines)).toBe('reserved');
  });

  it('can be set by an operator without this library', async () => {
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
    expect(await inventory.reserve(anOrderKey(), LINES)).toBe('reserved');
  });
});
