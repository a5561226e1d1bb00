import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { InMemoryQueue, ManualClock, SeededIdGenerator } from '@snacks/adapters-memory';
import type { StoredMessage } from '@snacks/adapters-memory';
import { ClassicLevel } from 'classic-level';

import { LevelMessageStore } from './message-store.js';

let root: string;
let copies = 0;
let reported: unknown[];
const opened: LevelMessageStore[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'snacks-'));
  reported = [];
});

afterEach(async () => {
  jest.restoreAllMocks();
  for (const store of opened.splice(0)) await store.close();
  await rm(root, { recursive: true });
});

async function open(name = 'messages'): Promise<LevelMessageStore> {
  const store = await LevelMessageStore.open({
    folder: join(root, name),
    onError: (error) => reported.push(error),
  });
  opened.push(store);
  return store;
}

/** Copies the folder, as a kill at this moment leaves it. */
async function kill(): Promise<string> {
  copies += 1;
  const name = `copy-${copies}`;
  await cp(join(root, 'messages'), join(root, name), { recursive: true });
  return name;
}

/** The bodies of the messages that a later process finds in the folder, in order. */
async function leftIn(name: string): Promise<readonly string[]> {
  const { restored } = await open(name);
  return restored.map(({ body }) => body).sort();
}

function aMessage(body: string): StoredMessage {
  return {
    queue: 'work',
    messageId: body,
    body,
    attributes: { kind: 'test' },
    sentAt: 1,
    receiveCount: 2,
    receivedElsewhere: 3,
    firstReceivedAt: 4,
  };
}

/** Makes the next writes of the database fail. */
function failWrites(times: number): Error {
  const full = new Error('No space left on device');
  const spy = jest.spyOn(ClassicLevel.prototype, 'batch');
  for (let time = 0; time < times; time += 1) {
    spy.mockImplementationOnce(() => {
      throw full;
    });
  }
  return full;
}

const line = { number: 1, functionName: 'order-processor', at: 5, text: '{}' } as const;

describe('messages in a folder', () => {
  it('are there again, with all that was stored of them', async () => {
    const store = await open();
    store.put(aMessage('a'));
    store.put({ ...aMessage('a'), receiveCount: 7 });
    store.put(aMessage('b'));
    store.delete('b');
    await store.close();

    const { restored } = await open();

    expect(restored).toEqual([{ ...aMessage('a'), receiveCount: 7 }]);
  });

  it('are there after a kill, from the moment that a flush resolves', async () => {
    const store = await open();
    store.put(aMessage('a'));
    await store.flush();
    const afterSend = await kill();
    store.delete('a');
    await store.flush();
    const afterDelete = await kill();

    expect(await leftIn(afterSend)).toEqual(['a']);
    expect(await leftIn(afterDelete)).toEqual([]);
  });

  it('are those of one moment after a kill: the changes of a call are there together', async () => {
    const store = await open();
    const ids = new SeededIdGenerator(1);
    const common = { clock: new ManualClock(0), ids, visibilityTimeout: 1, retention: 1_000 };
    const dead = new InMemoryQueue({ ...common, name: 'dead', journal: store });
    const work = new InMemoryQueue({ ...common, name: 'work', journal: store });
    const bodies = Array.from({ length: 100 }, (_, index) => `${index}`).sort();
    for (const body of bodies) dead.send(body);
    await store.flush();

    const remains: string[] = [];
    const moving = Array.from({ length: 20 }, async () => {
      dead.redriveTo(work);
      await turn();
      work.redriveTo(dead);
      remains.push(await kill());
    });
    await Promise.all(moving);

    for (const name of remains) expect(await leftIn(name)).toEqual(bodies);
  });

  it('keep the log line of their last try until they are deleted, also in the next processes', async () => {
    const store = await open();
    store.put(aMessage('a'));
    store.addLastTry('a', line);
    store.delete('a'); // moved to the dead-letter queue
    store.put({ ...aMessage('a'), queue: 'dead' });
    await store.close();
    const second = await open();
    second.put({ ...aMessage('a'), queue: 'dead', receiveCount: 8 });
    await second.close();
    const third = await open();
    third.delete('a');
    await third.flush();
    third.put(aMessage('a'));
    await third.close();

    expect(second.restored).toMatchObject([{ queue: 'dead', lastTry: line }]);
    expect(third.restored).toMatchObject([{ receiveCount: 8, lastTry: line }]);
    expect((await open()).restored).toEqual([aMessage('a')]);
  });

  it('are not acknowledged while they cannot be written, and are written with the next ones', async () => {
    const store = await open();
    const full = failWrites(2);
    store.put(aMessage('a'));
    await expect(store.flush()).rejects.toBe(full);
    await expect(store.flush()).rejects.toBe(full);
    store.put(aMessage('b'));
    await store.flush();

    expect(reported).toEqual([full, full]);
    expect(await leftIn(await kill())).toEqual(['a', 'b']);
  });

  it('are written in the order of the calls, although an earlier write failed', async () => {
    const store = await open();
    jest.spyOn(ClassicLevel.prototype, 'batch').mockImplementationOnce(() => {
      store.delete('a'); // while the batch is written
      throw new Error('No space left on device');
    });
    store.put(aMessage('a'));
    await turn();
    await store.flush();

    expect(await leftIn(await kill())).toEqual([]);
  });

  it('are not stored any more once the store is closed', async () => {
    const store = await open();
    store.put(aMessage('a'));
    await store.close();
    store.delete('a');
    await store.flush();

    expect(reported).toEqual([]);
    expect(await leftIn('messages')).toEqual(['a']);
  });

  it('are of one process at a time', async () => {
    await open();

    await expect(open()).rejects.toMatchObject({ cause: { code: 'LEVEL_LOCKED' } });
  });
});
