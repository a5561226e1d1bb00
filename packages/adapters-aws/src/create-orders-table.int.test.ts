import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aPlacing } from '@snacks/domain/testing';
import dynalite from 'dynalite';
import { createOrdersTable } from './create-orders-table.js';
import { DynamoDbOrderRepository } from './dynamodb-order-repository.js';
import { close, listen } from '../test/loopback.js';
import { acceptErrorsOfNode } from '../test/one-realm.js';
import { clientFor } from '../test/orders-database.js';

/** An engine that takes its time to create a table, as DynamoDB does. */
const server = dynalite({ createTableMs: 200 });
let client: ReturnType<typeof clientFor>;

beforeEach(async () => {
  acceptErrorsOfNode();
  client = clientFor(await listen(server));
});

afterEach(async () => {
  client.destroy();
  await close(server);
});

describe('creating the orders table', () => {
  it('ends when the table takes orders, whoever began it', async () => {
    const orders = new DynamoDbOrderRepository(client, { tableName: 'Orders' });

    await Promise.all([createOrdersTable(client, 'Orders'), createOrdersTable(client, 'Orders')]);

    expect(await orders.add(aPlacing(), 'hash')).toEqual({ added: true });
  });
});
