import { once } from 'node:events';
import { cp, mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '@snacks/adapters-memory';
import { cancel, claim, complete, type Order, type OrderId } from '@snacks/domain';
import { aChangeContext, aNewOrder, BUILT_AT } from '@snacks/domain/testing';
import { PinoLogger, TABLE_NAMES } from '@snacks/handlers';
import { ClassicLevel } from 'classic-level';

import { PutItemCommand, type PutItemCommandInput } from '@aws-sdk/client-dynamodb';
import { withEachWrite, type Sequence } from '../../test/each-write.js';

import { engineClient } from './engine-client.js';
import { openPersistentStore } from './persistent-store.js';

// Each moment of a kill is a database of its own, which takes long on a machine that is busy.
jest.setTimeout(180_000);

const HASH = 'a'.repeat(64);
const CUSTOMER = 'jane';
const ofCustomer = aNewOrder({ customerId: CUSTOMER });
const ofNobody = aNewOrder();
const ORDER_IDS = [ofCustomer.orderId, ofNobody.orderId];

/** The states that the orders pass through. */
const STATUSES = ['NEW', 'PROCESSING', 'PROCESSED', 'CANCELLED'] as const;

/** The versions of the orders up to which their changes were acknowledged. */
type Acknowledged = ReadonlyMap<OrderId, number>;

/** A folder as a kill left it, and what had been acknowledged by then. */
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

/** Puts an item into the folder's store, as another version may have written it. */
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

/** Two orders come to their end, each write of which is noted in `acknowledged`. */
async function liveThrough(folder: string, acknowledged: Map<OrderId, number>): Promise<void> {
  const { orders, close } = await open(folder);
  const context = aChangeContext();
  const note = ({ orderId, version }: Order) => acknowledged.set(orderId, version);

  await orders.add({ order: ofCustomer, events: [] }, HASH);
  note(ofCustomer);
  const claimed = claim(ofCustomer, context);
  await orders.save(claimed);
  note(claimed.order);
  const completed = complete(claimed.order, context);
  await orders.save(completed);
  note(completed.order);

  await orders.add({ order: ofNobody, events: [] }, HASH);
  note(ofNobody);
  const cancelled = cancel(ofNobody, context);
  await orders.save(cancelled);
  note(cancelled.order);
  await close();
}

/** What kills leave behind, at each moment of some work in a folder. */
async function killsAmid(
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

async function killsAmidOrders(sequence: Sequence): Promise<readonly Remains[]> {
  const folder = aFolder();
  const acknowledged = new Map<OrderId, number>();
  return killsAmid(folder, acknowledged, sequence, async () => liveThrough(folder, acknowledged));
}

/** Opens the folder as it was left: every acknowledged change is there, and all listings agree. */
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

describe('the store of a process that was killed before any one of its writes', () => {
  it.each<Sequence>(['as issued', 'reversed'])(
    'has every acknowledged change, and listings that agree with the orders (writes %s)',
    async (sequence) => {
      const remains = await killsAmidOrders(sequence);

      // Two for each table that is created, and those of the orders' changes.
      expect(remains).toHaveLength(2 * TABLE_NAMES.length + 16);
      for (const each of remains) await expectWhole(each);
    },
  );

  it('has them also where the next process was killed while it mended the folder', async () => {
    const remains = await killsAmidOrders('as issued');
    const killedAgain: Remains[] = [];
    for (const { folder, acknowledged } of remains) {
      const opening = async () => (await open(folder)).close();
      killedAgain.push(...(await killsAmid(folder, acknowledged, 'as issued', opening)));
    }

    expect(killedAgain.length).toBeGreaterThan(remains.length);
    for (const each of killedAgain) await expectWhole(each);
  });
});

describe('the store of a process that goes on for long', () => {
  it('holds nothing of a listing once it is returned, read to its end or not', async () => {
    const { orders, close } = await open(aFolder());
    await orders.add({ order: ofCustomer, events: [] }, HASH);
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

describe('a folder that an earlier version has written', () => {
  const { orderId } = ofNobody;

  it.each([
    ['stock', 'Stock', { id: { S: 'snack#Chips' }, [`held#${orderId}`]: { N: '2' } }],
    ['payment', 'Payments', { orderId: { S: orderId }, state: { S: 'authorised' } }],
  ])(
    'is refused where its orders hold something under other keys: %s',
    async (_what, table, item) => {
      const folder = aFolder();
      await put(folder, table, item);

      await expect(open(folder)).rejects.toMatchObject({
        code: 'STORE_FOLDER_UNUSABLE',
        message: expect.stringContaining('start that version on it once more'),
      });
    },
  );

  it('is taken where all of them have ended', async () => {
    const folder = aFolder();
    await put(folder, 'Payments', { orderId: { S: orderId }, state: { S: 'captured' } });

    const { unfinished, close } = await open(folder);

    expect([...unfinished]).toEqual([]);
    await close();
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

  it('outlives a caller who breaks off amid a request', async () => {
    const { address, orders, close } = await open(aFolder());
    const { socketPath } = address;
    const upload = connect(socketPath);
    await once(upload, 'connect');
    upload.write('POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1000\r\n\r\n{"half":');

    upload.destroy();
    await once(upload, 'close');

    await orders.add({ order: ofNobody, events: [] }, HASH);
    expect(await orders.find(ofNobody.orderId)).toMatchObject({ orderId: ofNobody.orderId });
    await close();
  });
});
