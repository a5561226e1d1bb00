import { describe, expect, it } from '@jest/globals';
import { claim } from '@snacks/domain';
import { aChangeContext, aPlacing } from '@snacks/domain/testing';

import { fixture } from '../../../test/events.js';
import { functionsInMemory } from '../../../test/functions-in-memory.js';

const MINUTE = 60_000;

describe('order-sweeper', () => {
  it('publishes the event of an order again if the order is in a state for over 15 minutes', async () => {
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
      expect.objectContaining({
        level: 'warn',
        message: 'stuck order found',
        orderId: placing.order.orderId,
      }),
    );
  });

  it('counts the stuck orders of each state in every run, even if there are none', async () => {
    const { invoke, clock, store, measured } = functionsInMemory();
    await invoke('order-sweeper', fixture('scheduled'));
    const before = measured.splice(0);
    const { order, events } = aPlacing();
    await store.add({ order, events }, 'hash');
    if (order.status === 'NEW') await store.save(claim(order, aChangeContext()));
    await store.add(aPlacing(), 'hash');

    clock.advanceBy(15 * MINUTE + 1);
    await invoke('order-sweeper', fixture('scheduled'));

    expect(before.map(({ metric, value }) => [metric, value])).toEqual(
      Array.from({ length: 4 }, () => ['OrdersStuck', 0]),
    );
    expect(measured).toEqual([
      { metric: 'OrdersStuck', value: 1, dimension: { status: 'NEW' } },
      { metric: 'OrdersStuck', value: 0, dimension: { status: 'PENDING_APPROVAL' } },
      { metric: 'OrdersStuck', value: 0, dimension: { status: 'APPROVED' } },
      { metric: 'OrdersStuck', value: 1, dimension: { status: 'PROCESSING' } },
    ]);
  });

  it('counts stuck orders while the bus is down, and fails', async () => {
    const publisher = { publish: async () => Promise.reject(new Error('no bus')) };
    const { invoke, clock, store, measured } = functionsInMemory({ publisher });
    await store.add(aPlacing(), 'hash');
    clock.advanceBy(15 * MINUTE + 1);

    await expect(invoke('order-sweeper', fixture('scheduled'))).rejects.toThrow('no bus');

    expect(measured).toContainEqual({
      metric: 'OrdersStuck',
      value: 1,
      dimension: { status: 'NEW' },
    });
  });

  it('waits for an approver longer than the approval deadline', async () => {
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
