import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { LIMITS } from '@snacks/domain';
import { aSnack, catalogueContract } from '@snacks/domain/testing';
import {
  ENGINE_LIMIT,
  startOrdersDatabase,
  type OrdersDatabase,
} from '../../test/orders-database.js';
import { documentClient } from './document-client.js';
import { DynamoDbCatalogue } from './dynamodb-catalogue.js';
import { CATALOGUE_TABLE } from '../tables.js';

let database: OrdersDatabase;

beforeAll(async () => {
  database = await startOrdersDatabase();
});

afterAll(async () => {
  await database.stop();
});

describe('a catalogue in DynamoDB', () => {
  catalogueContract(
    { describe, it },
    async () => {
      const tableName = await database.createTable(CATALOGUE_TABLE);
      return new DynamoDbCatalogue(database.client, { tableName });
    },
    ENGINE_LIMIT,
  );

  it('stores the largest catalogue in one item', async () => {
    const tableName = await database.createTable(CATALOGUE_TABLE);
    const catalogue = new DynamoDbCatalogue(database.client, { tableName });
    const snacks = Array.from({ length: LIMITS.catalogueSnacks }, (_, n) =>
      aSnack(`${'🍿'.repeat(LIMITS.snackNameLength - 3)}${String(n).padStart(3, '0')}`, 10_000),
    );
    const [first, ...others] = snacks;
    if (first === undefined) throw new Error('There is no snack.');
    const item = { id: 'snacks', version: 1, snacks: others };
    await documentClient(database.client).send(
      new PutCommand({ TableName: tableName, Item: item }),
    );

    expect(await catalogue.put(first)).toBe('added');

    expect(await catalogue.read()).toEqual({ version: 2, snacks });
  });

  it('is sorted by name, in whatever sequence the item has the snacks', async () => {
    const tableName = await database.createTable(CATALOGUE_TABLE);
    const catalogue = new DynamoDbCatalogue(database.client, { tableName });
    const item = { id: 'snacks', version: 1, snacks: [aSnack('Soda'), aSnack('Chips')] };
    await documentClient(database.client).send(
      new PutCommand({ TableName: tableName, Item: item }),
    );

    expect((await catalogue.read()).snacks).toEqual([aSnack('Chips'), aSnack('Soda')]);
  });

  it('reports the contention if another writer always comes first', async () => {
    const tableName = await database.createTable(CATALOGUE_TABLE);
    const catalogue = new DynamoDbCatalogue(database.client, { tableName });
    const other = new DynamoDbCatalogue(database.client, { tableName });
    let price = 0;
    const overtaken = Object.assign(catalogue, {
      read: async () => {
        const snapshot = await other.read();
        await other.put(aSnack('Soda', (price += 1)));
        return snapshot;
      },
    });

    await expect(overtaken.put(aSnack())).rejects.toMatchObject({ code: 'CATALOGUE_CONTENDED' });
    expect((await other.read()).snacks).toEqual([aSnack('Soda', price)]);
  });

  it.each<[string, Record<string, AttributeValue>]>([
    ['no version', { snacks: { L: [] } }],
    ['no list', { version: { N: '1' }, snacks: { S: 'all' } }],
    [
      'a snack without a price',
      { version: { N: '1' }, snacks: { L: [{ M: { name: { S: 'Chips' } } }] } },
    ],
    [
      'a fraction of a cent',
      {
        version: { N: '1' },
        snacks: { L: [{ M: { name: { S: 'Chips' }, price: { N: '0.5' } } }] },
      },
    ],
  ])('cannot be read from an item with %s', async (_what, item) => {
    const tableName = await database.createTable(CATALOGUE_TABLE);
    const catalogue = new DynamoDbCatalogue(database.client, { tableName });
    await database.client.send(
      new PutItemCommand({ TableName: tableName, Item: { id: { S: 'snacks' }, ...item } }),
    );

    await expect(catalogue.read()).rejects.toMatchObject({ code: 'STORED_CATALOGUE_INVALID' });
  });
});
