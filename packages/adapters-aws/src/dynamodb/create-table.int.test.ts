import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aPlacing } from '@snacks/domain/testing';
import dynalite from 'dynalite';
import { createTable } from './create-table.js';
import { DynamoDbOrderRepository } from './orders/dynamodb-order-repository.js';
import { ORDERS_TABLE } from '../tables.js';
import { close, listen } from '../../test/loopback.js';
import { acceptErrorsOfNode } from '../../test/one-realm.js';
import { clientFor } from '../../test/orders-database.js';

/** An engine that needs time to create a table, as DynamoDB does. */
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

describe('creating a table', () => {
  it('resolves for concurrent callers when the table accepts orders', async () => {
    const orders = new DynamoDbOrderRepository(client, { tableName: 'Orders' });

    await Promise.all([
      createTable(client, 'Orders', ORDERS_TABLE),
      createTable(client, 'Orders', ORDERS_TABLE),
    ]);

    expect(await orders.add(aPlacing(), 'hash')).toEqual({ added: true });
  });
});
