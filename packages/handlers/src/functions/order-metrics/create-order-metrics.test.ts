import { describe, expect, it } from '@jest/globals';
import {
  approve,
  cancel,
  complete,
  expire,
  fail,
  reject,
  type Change,
  type ChangeContext,
} from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import {
  aChangeBy,
  aChangeContext,
  aNewOrder,
  anOrderIn,
  aPendingOrder,
  aPlacing,
  BUILT_AT,
} from '@snacks/domain/testing';

import { anEnvelope, aQueueBatch, fixture } from '../../../test/events.js';
import { functionsInMemory } from '../../../test/functions-in-memory.js';

/** The time of the change. The orders are placed at {@link BUILT_AT}. */
const LATER = BUILT_AT + 61_500;
const AFTERWARDS: ChangeContext = aChangeContext({ now: LATER });

function eventOf(change: Change | undefined): OrderEvent {
  const [event] = change?.events ?? [];
  if (event === undefined) throw new Error('the change has no event');
  return event;
}

function message(event: OrderEvent): string {
  return JSON.stringify(anEnvelope(event));
}

const placed = eventOf(aPlacing());
const processed = eventOf(complete(anOrderIn('PROCESSING'), AFTERWARDS));

/** The metrics of each kind of event, with their values. */
const COUNTED: readonly (readonly [string, OrderEvent, Readonly<Record<string, number>>])[] = [
  ['placed', placed, { OrdersPlaced: 1 }],
  ['updated', eventOf(aChangeBy('update', aNewOrder())), { OrdersUpdated: 1 }],
  [
    'approved',
    eventOf(approve(aPendingOrder(), undefined, AFTERWARDS)),
    { OrdersApproved: 1, TimeToApproval: 61_500 },
  ],
  ['rejected', eventOf(reject(aPendingOrder(), undefined, AFTERWARDS)), { OrdersRejected: 1 }],
  ['expired', eventOf(expire(aPendingOrder(), AFTERWARDS)), { OrdersExpired: 1 }],
  ['cancelled', eventOf(cancel(aNewOrder(), AFTERWARDS)), { OrdersCancelled: 1 }],
  ['processed', processed, { OrdersProcessed: 1, TimeToProcessed: 61_500 }],
];

describe('order-metrics', () => {
  it.each(COUNTED)('counts an order that was %s', async (_what, event, expected) => {
    const { invoke, measured } = functionsInMemory();

    const response = await invoke('order-metrics', aQueueBatch([message(event)]));

    expect(response).toEqual({ batchItemFailures: [] });
    expect(Object.fromEntries(measured.map(({ metric, value }) => [metric, value]))).toEqual(
      expected,
    );
  });

  it.each(['OUT_OF_STOCK', 'PAYMENT_DECLINED'] as const)(
    'counts an order that failed by its reason: %s',
    async (reason) => {
      const { invoke, measured } = functionsInMemory();
      const { orderId, ...order } = anOrderIn('PROCESSING');
      const event = eventOf(fail({ orderId, ...order }, reason, AFTERWARDS));

      await invoke('order-metrics', aQueueBatch([message(event)]));

      const occurredAt = event.detail.metadata.occurredAt;
      expect(measured).toEqual([
        { metric: 'OrdersFailed', value: 1, dimension: { reason }, orderId, occurredAt },
      ]);
    },
  );

  it('counts at the time of the event, with the id of the order', async () => {
    const { invoke, measured } = functionsInMemory();

    await invoke('order-metrics', aQueueBatch([message(processed)]));

    const about = { orderId: processed.detail.orderId, occurredAt: '2026-01-01T00:01:01.500Z' };
    expect(measured).toEqual([
      expect.objectContaining({ metric: 'OrdersProcessed', ...about }),
      expect.objectContaining({ metric: 'TimeToProcessed', ...about }),
    ]);
  });

  it('counts an event once per batch, and again in the next batch', async () => {
    const { invoke, measured } = functionsInMemory();
    const batch = aQueueBatch([message(placed), message(processed), message(placed)]);

    await invoke('order-metrics', batch);
    expect(measured).toHaveLength(3);

    await invoke('order-metrics', aQueueBatch([message(placed)], 2));
    expect(measured).toHaveLength(4);
  });

  it('accepts one event of the bus, as AWS sends it', async () => {
    const { invoke, measured } = functionsInMemory();

    await invoke('order-metrics', fixture('eventbridge'));

    expect(measured).toEqual([expect.objectContaining({ metric: 'OrdersPlaced' })]);
  });

  it.each([
    ['is not JSON', 'John Doe'],
    ['is not an envelope', '[]'],
    ['is of an unknown type', message(placed).replace('Order Created', 'Order Eaten')],
    ['has no metadata', JSON.stringify({ ...anEnvelope(placed), detail: { status: 'NEW' } })],
    ['was processed before it was placed', withDetail({ processedAt: '2025-01-01T00:00:00.000Z' })],
    ['has no valid time of processing', withDetail({ processedAt: 'soon' })],
    ['has no time of placing', withDetail({ createdAt: undefined })],
    [
      'failed for an unknown reason',
      withDetail({ status: 'FAILED', reason: 'John Doe' }, 'Order Failed'),
    ],
  ])('fails only the message that %s, and does not count it', async (_what, body) => {
    const { invoke, measured, logText } = functionsInMemory();

    const response = await invoke('order-metrics', aQueueBatch([message(placed), body]));

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-1' }] });
    expect(measured).toEqual([expect.objectContaining({ metric: 'OrdersPlaced' })]);
    expect(logText()).not.toContain('John Doe');
  });

  it.each([null, {}, 'text', { Records: [{ eventSource: 'aws:s3' }] }])(
    'refuses the event %j',
    async (event) => {
      const { invoke } = functionsInMemory();

      await expect(invoke('order-metrics', event)).rejects.toMatchObject({
        code: 'UNSUPPORTED_EVENT',
      });
    },
  );
});

/** The message of a processed order, with changes that make it invalid. */
function withDetail(changes: object, type = 'Order Processed'): string {
  const detail = { ...processed.detail, ...changes };
  return JSON.stringify({ ...anEnvelope(processed), 'detail-type': type, detail });
}
