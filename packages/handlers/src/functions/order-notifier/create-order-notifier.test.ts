import { describe, expect, it } from '@jest/globals';
import type { OrderEvent } from '@snacks/domain';
import { aPlacing } from '@snacks/domain/testing';

import { anEnvelope, aQueueBatch, fixture } from '../../../test/events.js';
import { functionsInMemory } from '../../../test/functions-in-memory.js';
import { topology } from '../../topology/topology.js';

/** The functions, with orders in the store, and the events of their placing. */
async function withOrders(...priorities: readonly ('medium' | 'high')[]) {
  const functions = functionsInMemory();
  const events: OrderEvent[] = [];
  for (const priority of priorities) {
    const placing = aPlacing({ priority });
    await functions.store.add(placing, 'hash');
    events.push(...placing.events);
  }
  return { ...functions, events, batch: aQueueBatch(events.map(message)) };
}

const message = (event: OrderEvent) => JSON.stringify(anEnvelope(event));

describe('order-notifier', () => {
  it('tells people of each event of a batch', async () => {
    const { invoke, told, events, batch } = await withOrders('medium', 'high');

    expect(await invoke('order-notifier', batch)).toEqual({ batchItemFailures: [] });
    expect(told).toEqual(events);
  });

  it('takes a bare event of the bus as well', async () => {
    const { invoke, told, events } = await withOrders('medium');
    const [event] = events;

    await invoke('order-notifier', event && anEnvelope(event));

    expect(told).toEqual([event]);
  });

  it('tells nobody what the order itself does not say, and does not try it again', async () => {
    const { invoke, told, logRecords } = functionsInMemory();

    await invoke('order-notifier', fixture('eventbridge'));

    expect(told).toEqual([]);
    expect(logRecords()).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'customer not notified: the order does not confirm the event',
        orderId: '00000000-0000-4000-8000-000000000001',
      }),
    );
  });

  it('fails a message alone that is no order event, and tells of the others', async () => {
    const { invoke, told, events } = await withOrders('medium');
    const bodies = ['text', ...events.map(message), '{}'];

    const response = await invoke('order-notifier', aQueueBatch(bodies));

    expect(response).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }, { itemIdentifier: 'message-2' }],
    });
    expect(told).toEqual(events);
  });

  it('fails what could not be told, so that it is tried again, and logs no customer data', async () => {
    const { invoke, logText, logRecords, told, batch } = await withOrders('medium');
    told.push = () => {
      throw new Error('no topic for John Doe');
    };

    expect(await invoke('order-notifier', batch)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    });

    expect(logText()).not.toMatch(/John Doe|Chips/);
    expect(logRecords()).toContainEqual(expect.objectContaining({ message: 'message failed' }));
  });

  it('hears of every state but those of which fulfilment tells: nobody is told twice', () => {
    expect(topology.rules['notify-customers'].pattern.detail?.status).toEqual([
      'NEW',
      'PENDING_APPROVAL',
      'APPROVED',
      'PROCESSING',
      'CANCELLED',
      'REJECTED',
    ]);
  });
});
