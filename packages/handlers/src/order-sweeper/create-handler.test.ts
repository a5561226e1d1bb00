import { describe, expect, it } from '@jest/globals';
import { aPlacing } from '@snacks/domain/testing';

import { fixture } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';

const MINUTE = 60_000;

describe('order-sweeper', () => {
  it('sends the event of an order again that has not moved on for a quarter of an hour', async () => {
    const { invoke, clock, store, published, logRecords } = functionsInMemory();
    const placing = aPlacing();
    await store.add(placing, 'hash');

    clock.advanceBy(15 * MINUTE);
    expect(await invoke('order-sweeper', fixture('scheduled'))).toMatchObject({
      due: 0,
      republished: 0,
    });
    clock.advanceBy(1);
    expect(await invoke('order-sweeper', fixture('scheduled'))).toMatchObject({
      due: 1,
      republished: 1,
    });

    expect(published).toEqual(placing.events);
    expect(logRecords()).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'stuck orders found', count: 1 }),
    );
  });

  it('waits for an approver longer than an approver may take', async () => {
    const { invoke, clock, store, published } = functionsInMemory();
    const placing = aPlacing({ priority: 'high' });
    await store.add(placing, 'hash');

    clock.advanceBy(24 * 60 * MINUTE);
    await invoke('order-sweeper', fixture('scheduled'));
    expect(published).toEqual([]);

    clock.advanceBy(61 * MINUTE);
    await invoke('order-sweeper', fixture('scheduled'));
    expect(published).toEqual(placing.events);
  });
});
