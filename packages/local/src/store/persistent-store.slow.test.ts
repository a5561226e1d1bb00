import { once } from 'node:events';
import { cp, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '@snacks/adapters-memory';
import { cancel, claim, complete, type Order, type OrderId } from '@snacks/domain';
import { aChangeContext, aNewOrder, BUILT_AT } from '@snacks/domain/testing';
import { PinoLogger, TABLE_NAMES } from '@snacks/handlers';
import { ClassicLevel } from 'classic-level';

import {
  CreateTableCommand,
  PutItemCommand,
  type PutItemCommandInput,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { withEachWrite, type Sequence } from '../../test/each-write.js';

import { createTableInput, engineClient, ORDERS_TABLE } from '@snacks/adapters-aws/dynamodb';
import { startDynalite } from './dynalite-engine.js';
import { openPersistentStore } from './persistent-store.js';

// Each kill has its own database, which takes long on a busy machine.
jest.setTimeout(180_000);

const HASH = 'a'.repeat(64);
const CUSTOMER = 'jane';
const customersOrder = aNewOrder({ customerId: CUSTOMER });
const anonymousOrder = aNewOrder();
const ORDER_IDS = [customersOrder.orderId, anonymousOrder.orderId];

/** The states that the orders pass through. */
const STATUSES = ['NEW', 'PROCESSING', 'PROCESSED', 'CANCELLED'] as const;

/** The versions of the orders up to which their changes were acknowledged. */
type Acknowledged = ReadonlyMap<OrderId, number>;

/** A folder as a killed process left it, and the versions that were acknowledged before. */
interface Remains {
  readonly folder: string;
  readonly acknowledged: Acknowledged;
}

let root: string;
let folders = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'snacks-'));
});

afterAll(async () => {
  await rm(root, { recursive: true });
});

function aFolder(): string {
  folders += 1;
  return join(root, String(folders));
}

/** Puts an item into the folder's store, in the form of another version. */
async function put(folder: string, TableName: string, Item: PutItemCommandInput['Item']) {
  const { address, close } = await open(folder);
  const client = engineClient(address);
  await client.send(new PutItemCommand({ TableName, Item }));
  client.destroy();
  await close();
}

async function open(folder: string) {
  const logger = new PinoLogger({ service: 'order-store', level: 'silent' });
  return openPersistentStore(folder, new ManualClock(BUILT_AT), logger, 'unlimited');
}

/** Brings two orders to a final state. Notes each acknowledged write in `acknowledged`. */
async function completeTwoOrders(
  folder: string,
  acknowledged: Map<OrderId, number>,
): Promise<void> {
  const { orders, close } = await open(folder);
  const context = aChangeContext();
  const note = ({ orderId, version }: Order) => acknowledged.set(orderId, version);

  await orders.add({ order: customersOrder, events: [] }, HASH);
  note(customersOrder);
  const claimed = claim(customersOrder, context);
  await orders.save(claimed);
  note(claimed.order);
  const completed = complete(claimed.order, context);
  await orders.save(completed);
  note(completed.order);

  await orders.add({ order: anonymousOrder, events: [] }, HASH);
  note(anonymousOrder);
  const cancelled = cancel(anonymousOrder, context);
  await orders.save(cancelled);
  note(cancelled.order);
  await close();
}

/** Returns copies of a folder from before each write of some work: the remains of a kill. */
async function killBeforeEachWrite(
  folder: string,
  acknowledged: Acknowledged,
  sequence: Sequence,
  work: () => Promise<void>,
): Promise<readonly Remains[]> {
  const all: Remains[] = [];
  await withEachWrite(
    async () => {
      const copy = aFolder();
      await cp(folder, copy, { recursive: true });
      all.push({ folder: copy, acknowledged: new Map(acknowledged) });
    },
    sequence,
    work,
  );
  return all;
}

async function killDuringOrders(sequence: Sequence): Promise<readonly Remains[]> {
  const folder = aFolder();
  const acknowledged = new Map<OrderId, number>();
  return killBeforeEachWrite(folder, acknowledged, sequence, async () =>
    completeTwoOrders(folder, acknowledged),
  );
}

/** Opens the folder, and asserts that every acknowledged change is there and all listings agree. */
async function expectWhole({ folder, acknowledged }: Remains): Promise<void> {
  const { orders, close } = await open(folder);
  const found = await Promise.all(ORDER_IDS.map(async (orderId) => orders.find(orderId)));
  const stored = found.filter((order) => order !== undefined);
  const list = async (query: object) => (await orders.list({ limit: 100, ...query })).orders;
  const listed = await Promise.all(STATUSES.map(async (status) => list({ status })));

  expect(listed).toEqual(STATUSES.map((is) => stored.filter(({ status }) => status === is)));
  expect(await list({ customerId: CUSTOMER })).toEqual(
    stored.filter(({ customerId }) => customerId === CUSTOMER),
  );
  for (const [orderId, version] of acknowledged) {
    const order = found.find((one) => one?.orderId === orderId);
    expect(order?.version).toBeGreaterThanOrEqual(version);
  }
  await close();
}

describe('the store of a process that was killed before any of its writes', () => {
  it.each<Sequence>(['as issued', 'reversed'])(
    'has every acknowledged change, and listings that agree with the orders (writes %s)',
    async (sequence) => {
      const remains = await killDuringOrders(sequence);

      // Two writes for each table, and the writes of the orders' changes.
      expect(remains).toHaveLength(2 * TABLE_NAMES.length + 15);
      for (const each of remains) await expectWhole(each);
    },
  );

  it('also has them when the next process was killed during the repair', async () => {
    const remains = await killDuringOrders('as issued');
    const killedAgain: Remains[] = [];
    for (const { folder, acknowledged } of remains) {
      const opening = async () => (await open(folder)).close();
      killedAgain.push(...(await killBeforeEachWrite(folder, acknowledged, 'as issued', opening)));
    }

    expect(killedAgain.length).toBeGreaterThan(remains.length);
    for (const each of killedAgain) await expectWhole(each);
  });
});

describe('the store of a long-running process', () => {
  it('closes the iterators of a listing, whether they were read completely or not', async () => {
    const { orders, close } = await open(aFolder());
    await orders.add({ order: customersOrder, events: [] }, HASH);
    await orders.add({ order: aNewOrder({ customerId: CUSTOMER }), events: [] }, HASH);
    const values = jest.spyOn(ClassicLevel.prototype, 'values');

    await orders.list({ customerId: CUSTOMER, limit: 1 });
    await orders.list({ customerId: CUSTOMER, limit: 100 });

    const reads = values.mock.results.flatMap((call) =>
      call.type === 'return' ? [call.value] : [],
    );
    values.mockRestore();
    expect(reads).toHaveLength(2);
    for (const read of reads) {
      await expect(read.next()).rejects.toMatchObject({ code: 'LEVEL_ITERATOR_NOT_OPEN' });
    }
    await close();
  });
});

describe('a folder of an earlier version', () => {
  const { orderId } = anonymousOrder;

  it.each([
    ['stock', 'Stock', { id: { S: 'snack#Chips' }, [`held#${orderId}`]: { N: '2' } }],
    ['payment', 'Payments', { orderId: { S: orderId }, state: { S: 'authorised' } }],
  ])('is refused if its orders hold something under other keys: %s', async (_what, table, item) => {
    const folder = aFolder();
    await put(folder, table, item);

    await expect(open(folder)).rejects.toMatchObject({
      code: 'STORE_FOLDER_UNUSABLE',
      message: expect.stringContaining('Start that version on the folder again'),
    });
  });

  it('is refused if its orders have another form', async () => {
    const folder = aFolder();
    const engine = await startDynalite(folder);
    const client = engineClient(engine.address);
    const { GlobalSecondaryIndexes = [], ...table } = createTableInput('Orders', ORDERS_TABLE);
    const wholeItems = GlobalSecondaryIndexes.map((index) => ({
      IndexName: index.IndexName,
      KeySchema: index.KeySchema,
      Projection: { ProjectionType: 'ALL' as const },
    }));
    await client.send(new CreateTableCommand({ ...table, GlobalSecondaryIndexes: wholeItems }));
    await waitUntilTableExists(
      { client, maxWaitTime: 30, minDelay: 0.01 },
      { TableName: 'Orders' },
    );
    client.destroy();
    await engine.close();

    await expect(open(folder)).rejects.toMatchObject({
      code: 'STORE_FOLDER_UNUSABLE',
      message: `Could not resume the orders in ${folder}. An earlier version wrote them. Their form is another one. Use that version, or another folder.`,
    });
  });

  it('is accepted if all its orders have ended', async () => {
    const folder = aFolder();
    await put(folder, 'Payments', { orderId: { S: orderId }, state: { S: 'captured' } });

    const { unfinished, close } = await open(folder);

    expect([...unfinished]).toEqual([]);
    await close();
  });
});

describe('the messages of a queue that this version does not have', () => {
  it('stay in the folder, and the log says how to get them', async () => {
    const folder = aFolder();
    const first = await open(folder);
    first.messages.put({
      queue: 'earlier-queue',
      messageId: 'a',
      body: 'a',
      attributes: {},
      sentAt: BUILT_AT,
      receiveCount: 0,
      receivedElsewhere: 0,
    });
    await first.close();
    const lines: string[] = [];
    const destination = { write: (line: string) => lines.push(line) };
    const logger = new PinoLogger({ service: 'platform', level: 'warn', destination });

    const second = await openPersistentStore(folder, new ManualClock(BUILT_AT), logger);
    await second.close();
    const third = await open(folder);
    await third.close();

    expect(lines).toEqual([expect.stringContaining('this version has no queue earlier-queue')]);
    expect(third.messages.restored).toMatchObject([{ messageId: 'a' }]);
  });

  it('leave no engine open if their files are damaged', async () => {
    const folder = aFolder();
    await (await open(folder)).close();
    await writeFile(join(folder, 'messages', 'CURRENT'), 'nonsense');

    await expect(open(folder)).rejects.toMatchObject({ code: 'STORE_FOLDER_UNUSABLE' });
    await rm(join(folder, 'messages'), { recursive: true });
    await (await open(folder)).close(); // the engine was closed
  });
});

const ports = () => process.getActiveResourcesInfo().filter((one) => one === 'TCPServerWrap');

describe('the engine of the store', () => {
  it('listens on no port, but on a socket that only this user can reach', async () => {
    const before = ports().length;

    const { address, close } = await open(aFolder());

    expect(ports()).toHaveLength(before);
    expect((await stat(dirname(address.socketPath))).mode & 0o777).toBe(0o700);
    await close();
    await expect(stat(dirname(address.socketPath))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('survives a caller that aborts a request', async () => {
    const { address, orders, close } = await open(aFolder());
    const { socketPath } = address;
    const upload = connect(socketPath);
    await once(upload, 'connect');
    upload.write('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{"half":');

    upload.destroy();
    await once(upload, 'close');

    await orders.add({ order: anonymousOrder, events: [] }, HASH);
    expect(await orders.find(anonymousOrder.orderId)).toMatchObject({
      orderId: anonymousOrder.orderId,
    });
    await close();
  });
});
