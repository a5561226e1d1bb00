import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@snacks/adapters-memory';
import { toTimestamp } from '@snacks/domain';
import { aPlacing, BUILT_AT } from '@snacks/domain/testing';
import type { Adapters } from '@snacks/handlers';

import { FakeMessageStore } from '../../test/fake-message-store.js';
import { manualPlatform } from '../../test/manual-platform.js';
import { inMemoryStore } from '../store/order-store.js';

const [event] = aPlacing().events;
if (event === undefined) throw new Error('The order has no event.');

const SENDS: readonly [string, (adapters: Adapters) => Promise<unknown>][] = [
  ['publisher', async (adapters) => adapters.publisher().publish([event])],
  ['dead letters', async (adapters) => adapters.deadLetters().add({ event, code: 'REFUSED' })],
  [
    'event queue',
    async (adapters) =>
      adapters.eventQueue().enqueue({
        eventId: '00000000-0000-4000-8000-000000000000',
        source: 'sensor-01',
        type: 'temperature',
        payload: 21,
        receivedAt: toTimestamp(BUILT_AT),
        correlationId: 'correlation-1',
      }),
  ],
];

/** The adapters of the functions, over a store of messages whose writes the test controls. */
function adaptersOver(messages: FakeMessageStore): Adapters {
  const adapters: Adapters[] = [];
  manualPlatform({
    store: { ...inMemoryStore(new ManualClock(BUILT_AT)), messages },
    wrapAdapters: (local) => {
      adapters.push(local);
      return local;
    },
  });
  const [first] = adapters;
  if (first === undefined) throw new Error('The platform has no adapters.');
  return first;
}

describe('a message of a function, on a platform that stores messages', () => {
  it.each(SENDS)('is acknowledged only when it is stored: %s', async (_port, send) => {
    const messages = new FakeMessageStore();
    const write = messages.holdBack();
    const seen: string[] = [];

    const sending = send(adaptersOver(messages)).then(() => seen.push('acknowledged'));
    await turn();
    seen.push('stored');
    write();
    await sending;

    expect(seen).toEqual(['stored', 'acknowledged']);
    expect(messages.records.size).toBeGreaterThan(0);
  });

  it.each(SENDS)('is not acknowledged if it could not be stored: %s', async (_port, send) => {
    const messages = new FakeMessageStore();
    const full = new Error('no space left on device');
    messages.failure = full;

    await expect(send(adaptersOver(messages))).rejects.toBe(full);
  });
});
