import { describe, expect, it, jest } from '@jest/globals';
import type { OrderEvent } from '@snacks/domain/events';
import { orderKey } from '@snacks/domain/ports';
import { aPlacing } from '@snacks/domain/testing';

import { anEnvelope, aQueueBatch, fixture } from '../../../test/events.js';
import { functionsInMemory, type TestAdapters } from '../../../test/functions-in-memory.js';

/** The functions, a stored order, and the event that starts its processing. */
async function withAnOrder(adapters: TestAdapters = {}) {
  const functions = functionsInMemory(adapters);
  const { store } = functions;
  const placeAnother = async () => {
    const placing = aPlacing();
    await store.add(placing, 'hash');
    const [event] = placing.events;
    if (event === undefined) throw new Error('a placed order has an event');
    return { orderId: placing.order.orderId, payment: orderKey(placing.order), event };
  };
  return { ...functions, placeAnother, ...(await placeAnother()) };
}

function message(event: OrderEvent): string {
  return JSON.stringify(anEnvelope(event));
}

describe('order-processor', () => {
  it('brings the order of a queued event to PROCESSED', async () => {
    const { invoke, store, event, orderId } = await withAnOrder();

    const response = await invoke('order-processor', aQueueBatch([message(event)]));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(await store.find(orderId)).toMatchObject({
      status: 'PROCESSED',
      processedAt: '2026-01-01T00:00:00.000Z',
      version: 3,
    });
  });

  it('sells the stock of the order, takes its payment, and logs the notification', async () => {
    const { invoke, stock, payments, payment, event, orderId, logRecords, logText } =
      await withAnOrder();
    await stock.setAvailable('Chips', 5);

    await invoke('order-processor', aQueueBatch([message(event)]));

    expect(await stock.find('Chips')).toEqual({ available: 3, reserved: 0, sold: 2 });
    expect(await payments.find(payment)).toMatchObject({ state: 'captured', amount: 997 });
    expect(logRecords()).toContainEqual(
      expect.objectContaining({
        message: 'customer notified',
        orderId,
        eventId: `${orderId}:3:0`,
        outcome: 'PROCESSED',
      }),
    );
    expect(logText()).not.toContain('John Doe');
  });

  it('fails an order that is out of stock, and refunds its payment', async () => {
    const { invoke, store, stock, payments, payment, event, orderId } = await withAnOrder();
    await stock.setAvailable('Chips', 1);

    const response = await invoke('order-processor', aQueueBatch([message(event)]));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(await store.find(orderId)).toMatchObject({ status: 'FAILED', reason: 'OUT_OF_STOCK' });
    expect(await stock.find('Chips')).toEqual({ available: 1, reserved: 0, sold: 0 });
    expect(await payments.find(payment)).toMatchObject({ state: 'refunded', amount: 997 });
  });

  it('fails an order whose payment is declined, and takes no stock for it', async () => {
    const declined = { when: { amount: 9.97 }, reaction: 'decline' };
    const functions = await withAnOrder({ paymentRules: [declined] });
    const { invoke, store, stock, event, orderId } = functions;
    await stock.setAvailable('Chips', 5);

    await invoke('order-processor', aQueueBatch([message(event)]));

    const order = await store.find(orderId);
    expect(order).toMatchObject({ status: 'FAILED', reason: 'PAYMENT_DECLINED' });
    expect(await stock.find('Chips')).toEqual({ available: 5, reserved: 0, sold: 0 });
  });

  it('processes an order on the second try if the payment responds too late on the first', async () => {
    const late = { when: { amount: 9.97 }, reaction: 'answer late' };
    const { invoke, store, event, orderId } = await withAnOrder({ paymentRules: [late] });

    const first = await invoke('order-processor', aQueueBatch([message(event)]));
    const second = await invoke('order-processor', aQueueBatch([message(event)], 2));

    expect(first).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    expect(second).toEqual({ batchItemFailures: [] });
    expect(await store.find(orderId)).toMatchObject({ status: 'PROCESSED', version: 3 });
  });

  it('accepts one event of the bus', async () => {
    const { invoke, store, event, orderId } = await withAnOrder();

    await invoke('order-processor', anEnvelope(event));

    expect(await store.find(orderId)).toMatchObject({ status: 'PROCESSED' });
  });

  it('sets the correlation id and the causation id of the new event', async () => {
    const { invoke, store, event, orderId } = await withAnOrder();

    await invoke('order-processor', aQueueBatch([message(event)]));

    const [processed] = await store.lastEvents(orderId);
    expect(processed).toMatchObject({
      type: 'Order Processed',
      detail: {
        metadata: {
          correlationId: event.detail.metadata.correlationId,
          causationId: event.detail.metadata.eventId,
        },
      },
    });
  });

  it('changes nothing and emits nothing for an event of a processed order', async () => {
    const { invoke, store, event } = await withAnOrder();
    await invoke('order-processor', aQueueBatch([message(event)]));
    const writes = store.changes.read(100).length;

    const twice = await invoke('order-processor', aQueueBatch([message(event), message(event)]));

    expect(twice).toEqual({ batchItemFailures: [] });
    expect(store.changes.read(100)).toHaveLength(writes);
  });

  it('sends no second notification, and reads only the order, if the event was sent to the bus twice', async () => {
    const { invoke, stock, event, logRecords } = await withAnOrder();
    const again = JSON.stringify({ ...anEnvelope(event), id: 'another-envelope' });
    await invoke('order-processor', aQueueBatch([message(event)]));
    const notifications = () =>
      logRecords().filter((record) => record.message === 'customer notified').length;
    const before = notifications();
    const prepared = jest.spyOn(stock, 'prepare');
    const confirmed = jest.spyOn(stock, 'confirm');

    await invoke('order-processor', aQueueBatch([again]));

    expect([prepared, confirmed].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
    expect(notifications()).toBe(before);
    await invoke('order-processor', aQueueBatch([message(event)], 2)); // its run may have broken off
    expect(notifications()).toBe(before + 1);
  });

  it('processes an order once if one batch has its event twice', async () => {
    const { invoke, store, event, orderId } = await withAnOrder();

    await invoke('order-processor', aQueueBatch([message(event), message(event)]));

    expect(await store.find(orderId)).toMatchObject({ status: 'PROCESSED', version: 3 });
  });

  it.each([
    ['is not JSON', 'John Doe'],
    ['is not an envelope', '[]'],
    ['has no detail', '{"detail":7}'],
    ['has no metadata', JSON.stringify({ detail: { orderId: 'x', status: 'NEW' } })],
    ['is of an order that does not exist', JSON.stringify(fixture('eventbridge'))],
  ])('fails only the message that %s, and processes the rest of its batch', async (_what, body) => {
    const { invoke, store, event, orderId, placeAnother, logRecords, logText } =
      await withAnOrder();
    const other = await placeAnother();

    const response = await invoke(
      'order-processor',
      aQueueBatch([message(event), body, message(other.event)], 2),
    );

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
    expect(await store.find(orderId)).toMatchObject({ status: 'PROCESSED' });
    expect(await store.find(other.orderId)).toMatchObject({ status: 'PROCESSED' });
    expect(logRecords()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        message: 'message failed',
        attempt: 2,
        messageId: 'message-1',
      }),
    );
    expect(logText()).not.toContain('John Doe');
  });

  it('logs which order and which event a failure is about', async () => {
    const { invoke, store, event, orderId, logRecords } = await withAnOrder();
    store.save = async () => Promise.reject(new Error('the store is down'));

    await invoke('order-processor', aQueueBatch([message(event)]));

    const { eventId, correlationId } = event.detail.metadata;
    expect(logRecords()).toContainEqual(
      expect.objectContaining({ message: 'message failed', orderId, eventId, correlationId }),
    );
  });

  it('accepts the events that AWS sends', async () => {
    const { invoke } = functionsInMemory();

    const response = await invoke('order-processor', fixture('sqs'));

    // The handler reads the message, and fails because the order of the fixture does not exist.
    expect(response).toEqual({
      batchItemFailures: [{ itemIdentifier: '059f36b4-87a3-44ab-83d2-661975830a7d' }],
    });
  });

  it.each([null, {}, 'text', { Records: [{ eventSource: 'aws:s3' }] }])(
    'refuses the event %j',
    async (event) => {
      const { invoke } = functionsInMemory();

      await expect(invoke('order-processor', event)).rejects.toMatchObject({
        code: 'UNSUPPORTED_EVENT',
      });
    },
  );
});
