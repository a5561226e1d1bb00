import { AsyncLocalStorage } from 'node:async_hooks';
import { ScanCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createTable,
  engineClient,
  ORDERS_TABLE,
  type MeteredIndex,
} from '@snacks/adapters-aws/dynamodb';
import { topology } from '@snacks/handlers';
import { startDynalite, type Engine } from '@snacks/local';

import { meterDynamoDb, type ItemChange, type MeteredRequest } from './dynamodb-meter.js';

const { stock, orders } = topology.tables;
const { byStatus, byCustomer } = ORDERS_TABLE.indexes;
const TableName = stock.name;
const KILOBYTE = 'x'.repeat(1_024);

const callers = new AsyncLocalStorage<string>();
const requests: MeteredRequest<string>[] = [];
const changes: ItemChange[] = [];
let engine: Engine;
let clients: readonly DynamoDBClient[];
let database: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startDynalite();
  const [client, observer] = [engineClient(engine.address), engineClient(engine.address)];
  clients = [client, observer];
  for (const table of [stock, orders]) await createTable(observer, table.name, table);
  meterDynamoDb({
    client,
    observer,
    callerOf: () => callers.getStore(),
    onRequest: (request) => requests.push(request),
    onChange: (change) => changes.push(change),
  });
  database = DynamoDBDocumentClient.from(client);
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await engine.close();
});

beforeEach(() => {
  requests.length = 0;
  changes.length = 0;
});

/** Runs a request as one of a function, and returns the units of all its parts. */
async function unitsOf(run: () => Promise<unknown>) {
  requests.length = 0;
  await callers.run('order-processor', run);
  const writes = requests.flatMap((request) => request.writes);
  return {
    writes: writes.reduce((sum, { units }) => sum + units, 0),
    reads: requests.reduce((sum, { reads }) => sum + reads, 0),
  };
}

const put = async (Item: Record<string, unknown>, table = TableName) =>
  database.send(new PutCommand({ TableName: table, Item }));

const get = (id: string, ConsistentRead: boolean) => async () =>
  database.send(
    new GetCommand({ TableName, Key: { id }, ConsistentRead, ProjectionExpression: 'id' }),
  );

const increment = async () =>
  database.send(
    new UpdateCommand({
      TableName,
      Key: { id: 'shared' },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': 1 },
    }),
  );

/** A query whose filter leaves every item out. */
const query = (key: string, value: string, IndexName?: string) =>
  new QueryCommand({
    TableName: orders.name,
    IndexName,
    KeyConditionExpression: '#key = :key',
    FilterExpression: '#kind = :kind',
    ExpressionAttributeNames: { '#key': key, '#kind': 'kind' },
    ExpressionAttributeValues: { ':key': value, ':kind': 'kept' },
  });

describe('the meter of a client', () => {
  it('counts nothing that no function requests', async () => {
    await put({ id: 'a' });
    await database.send(new GetCommand({ TableName, Key: { id: 'a' } }));

    expect(requests).toEqual([]);
  });

  it('counts a write by the larger of the old and the new item, and names its caller', async () => {
    await put({ id: 'grown', text: 'small' });

    const update = new UpdateCommand({
      TableName,
      Key: { id: 'grown' },
      UpdateExpression: 'SET #text = :text',
      ExpressionAttributeNames: { '#text': 'text' },
      ExpressionAttributeValues: { ':text': KILOBYTE },
    });

    expect(await unitsOf(async () => database.send(update))).toEqual({ writes: 2, reads: 0 });
    expect(requests).toMatchObject([
      { caller: 'order-processor', operation: 'UpdateItem', table: TableName },
    ]);
    expect(changes).toMatchObject([
      { table: TableName, before: { text: 'small' }, after: { text: KILOBYTE } },
    ]);
    const remove = new DeleteCommand({ TableName, Key: { id: 'grown' } });
    expect(await unitsOf(async () => database.send(remove))).toEqual({ writes: 2, reads: 0 });
  });

  it('counts each index of a table', async () => {
    const item = {
      orderId: 'order-1',
      [byStatus.partitionKey]: 'NEW#0',
      [byStatus.sortKey]: '1',
      [byCustomer.partitionKey]: 'jane',
    };

    await unitsOf(async () => put(item, orders.name));

    expect(requests[0]?.writes).toEqual([
      { index: undefined, partition: 'order-1', units: 1 },
      { index: byStatus.name, partition: 'NEW#0', units: 1 },
      { index: byCustomer.name, partition: 'jane', units: 1 },
    ]);
  });

  it('counts a refused write by the existing item, and passes the error on', async () => {
    await put({ id: 'taken', text: KILOBYTE });
    const again = new PutCommand({
      TableName,
      Item: { id: 'taken' },
      ConditionExpression: 'attribute_not_exists(id)',
    });

    const units = await unitsOf(async () =>
      expect(database.send(again)).rejects.toMatchObject({
        name: 'ConditionalCheckFailedException',
      }),
    );

    expect(units).toEqual({ writes: 2, reads: 0 });
    expect(changes).toEqual([]);
  });

  it('counts a whole item that is read, whatever the projection', async () => {
    await put({ id: 'large', text: KILOBYTE.repeat(5) });

    expect(await unitsOf(get('large', true))).toEqual({ writes: 0, reads: 2 });
    expect(await unitsOf(get('large', false))).toEqual({ writes: 0, reads: 1 });
    expect(await unitsOf(get('missing', true))).toEqual({ writes: 0, reads: 1 });
  });

  it('counts each key of a batch, also those without an item', async () => {
    await put({ id: 'one', text: KILOBYTE.repeat(5) });
    const batch = new BatchGetCommand({
      RequestItems: { [TableName]: { Keys: [{ id: 'one' }, { id: 'missing' }] } },
    });

    expect(await unitsOf(async () => database.send(batch))).toEqual({ writes: 0, reads: 1.5 });
  });

  it('counts what a query reads, also what its filter leaves out', async () => {
    await put({ orderId: 'order-2', kind: 'left out', text: KILOBYTE.repeat(9) }, orders.name);
    const byKey = query('orderId', 'order-2');
    const without = query(byStatus.partitionKey, 'NONE#0', byStatus.name);

    expect(await unitsOf(async () => database.send(byKey))).toEqual({ writes: 0, reads: 1.5 });
    expect(await unitsOf(async () => database.send(without))).toEqual({ writes: 0, reads: 0.5 });
  });

  it('counts the entries of an index that a query reads', async () => {
    const entry = { [byStatus.partitionKey]: 'DONE#0', [byStatus.sortKey]: '1', kind: 'left out' };
    // With the keys alone, the entry of a large item is small.
    await put({ orderId: 'x'.repeat(1_000), ...entry, text: KILOBYTE.repeat(9) }, orders.name);
    const description: MeteredIndex = byStatus;
    const isWhole = (description.projection ?? 'ALL') === 'ALL';

    expect(
      await unitsOf(async () =>
        database.send(query(byStatus.partitionKey, 'DONE#0', byStatus.name)),
      ),
    ).toEqual({ writes: 0, reads: isWhole ? 1.5 : 0.5 });
  });

  it('sees each of several concurrent writes with its own item before', async () => {
    await put({ id: 'shared', n: 0 });

    await unitsOf(async () => Promise.all([increment(), increment(), increment()]));

    expect(changes.map(({ before, after }) => [before?.n, after?.n])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it('refuses an operation whose rule it does not know', async () => {
    await expect(
      unitsOf(async () => database.send(new ScanCommand({ TableName }))),
    ).rejects.toThrow('The meter does not count Scan yet: add its rule.');
  });
});
