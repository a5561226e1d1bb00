import { describe, expect, it } from '@jest/globals';
import type { OrderEvent } from '@snacks/domain/events';
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
  it('sends a notification for each event of a batch', async () => {
    const { invoke, notified, events, batch } = await withOrders('medium', 'high');

    expect(await invoke('order-notifier', batch)).toEqual({ batchItemFailures: [] });
    expect(notified).toEqual(events);
  });

  it('accepts one event of the bus', async () => {
    const { invoke, notified, events } = await withOrders('medium');
    const [event] = events;

    await invoke('order-notifier', event && anEnvelope(event));

    expect(notified).toEqual([event]);
  });

  it('sends no notification that the order does not confirm, and does not try it again', async () => {
    const { invoke, notified, logRecords } = functionsInMemory();

    await invoke('order-notifier', fixture('eventbridge'));

    expect(notified).toEqual([]);
    expect(logRecords()).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'customer not notified: the order does not confirm the event',
        orderId: '00000000-0000-4000-8000-000000000001',
      }),
    );
  });

  it('fails only a message that is not an order event, and sends the others', async () => {
    const { invoke, notified, events } = await withOrders('medium');
    const bodies = ['text', ...events.map(message), '{}'];

    const response = await invoke('order-notifier', aQueueBatch(bodies));

    expect(response).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }, { itemIdentifier: 'message-2' }],
    });
    expect(notified).toEqual(events);
  });

  it('fails a notification that could not be sent, so that it is retried, and logs no customer data', async () => {
    const { invoke, logText, logRecords, notified, batch } = await withOrders('medium');
    notified.push = () => {
      throw new Error('no topic for John Doe');
    };

    expect(await invoke('order-notifier', batch)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    });

    expect(logText()).not.toMatch(/John Doe|Chips/);
    expect(logRecords()).toContainEqual(expect.objectContaining({ message: 'message failed' }));
  });

  it('gets every state except those that fulfilment notifies of, so no customer is notified twice', () => {
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
