import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { anOrderKey } from '@snacks/domain/testing';
import { DynamoDbInventory, type DynamoDbInventoryOptions } from './dynamodb-inventory.js';
import { STOCK_TABLE } from '../../tables.js';
import { startFaultProxy, WIRE_FAULTS, type FaultProxy } from '../../../test/fault-proxy.js';
import {
  clientFor,
  startOrdersDatabase,
  type OrdersDatabase,
} from '../../../test/orders-database.js';

const LINES = [{ name: 'Chips', quantity: 2 }];

let database: OrdersDatabase;
let proxy: FaultProxy;
let faulty: DynamoDBClient;

/** Connects through the proxy. */
let inventory: DynamoDbInventory;
/** Connects without the proxy. */
let truth: DynamoDbInventory;

beforeAll(async () => {
  database = await startOrdersDatabase();
});

afterAll(async () => {
  await database.stop();
});

beforeEach(async () => {
  proxy = await startFaultProxy(database.endpoint);
  faulty = clientFor(proxy.endpoint, { requestTimeout: 250, connectionTimeout: 250 });
  const tableName = await database.createTable(STOCK_TABLE);
  const options: DynamoDbInventoryOptions = { tableName, unknownSnacks: 'unlimited' };
  inventory = new DynamoDbInventory(faulty, options);
  truth = new DynamoDbInventory(database.client, options);
  await truth.setAvailable('Chips', 5);
});

afterEach(async () => {
  faulty.destroy();
  await proxy.stop();
});

describe.each(WIRE_FAULTS)('given a network fault: %s', (fault) => {
  it.each(['UpdateItem', 'BatchGetItem'])(
    'reserves and sells exactly once after a transient fault: %s',
    async (operation) => {
      const order = anOrderKey();

      proxy.inject(operation, fault, 1);
      const reservation = await inventory.prepare(order, LINES);
      expect(await reservation.hold()).toBe('reserved');
      expect(await truth.find('Chips')).toEqual({ available: 3, reserved: 2, sold: 0 });
      proxy.inject(operation, fault, 1);
      await inventory.confirm(order, LINES);

      expect(await truth.find('Chips')).toEqual({ available: 3, reserved: 0, sold: 2 });
    },
  );

  it('throws after a permanent fault, and holds nothing once the order is released', async () => {
    const order = anOrderKey();
    const reservation = await inventory.prepare(order, LINES);
    proxy.inject('UpdateItem', fault);

    await expect(reservation.hold()).rejects.toHaveProperty('name');
    await truth.release(order, LINES);

    expect(await truth.find('Chips')).toEqual({ available: 5, reserved: 0, sold: 0 });
  });
});
