import { describe, expect, it } from '@jest/globals';
import { anOrderId, aPlacing } from '../testing/builders.js';
import { isOrderEvent, isOrderReference } from './is-order-event.js';

/** An `Order Created` event as plain data, with changes in its detail and its metadata. */
function anEventWith(
  detail: Readonly<Record<string, unknown>> = {},
  metadata: Readonly<Record<string, unknown>> = {},
): unknown {
  const [event] = aPlacing().events;
  return {
    ...event,
    detail: { ...event?.detail, metadata: { ...event?.detail.metadata, ...metadata }, ...detail },
  };
}

describe('an order event', () => {
  it('is recognised by its type, its order, its state and its metadata', () => {
    expect(isOrderEvent(anEventWith())).toBe(true);
  });

  it('is recognised with unknown fields, which a later version of its schema may have', () => {
    expect(isOrderEvent(anEventWith({ later: 1 }, { schemaVersion: 2, later: 1 }))).toBe(true);
  });

  it.each([undefined, null, 'Order Created', [], {}, { type: 'Order Created' }])(
    'is not %p',
    (value) => {
      expect(isOrderEvent(value)).toBe(false);
    },
  );

  it('is not recognised by an unknown type', () => {
    const { detail } = aPlacing().events[0] ?? {};

    expect(isOrderEvent({ type: 'Order Eaten', detail })).toBe(false);
  });

  it.each([
    { orderId: 'order-1' },
    { orderId: undefined },
    { status: 'EATEN' },
    { status: undefined },
    { metadata: undefined },
    { metadata: [] },
  ])('is not recognised with %p in its detail', (detail) => {
    expect(isOrderEvent(anEventWith(detail))).toBe(false);
  });

  it.each([
    { eventId: 7 },
    { orderVersion: '1' },
    { orderVersion: 1.5 },
    { schemaVersion: undefined },
    { occurredAt: 'yesterday' },
    { correlationId: undefined },
    { causationId: null },
  ])('is not recognised with %p in its metadata', (metadata) => {
    expect(isOrderEvent(anEventWith({}, metadata))).toBe(false);
  });
});

describe('a reference to an order', () => {
  it('is any value with the id and the state of an order', () => {
    expect(isOrderReference({ orderId: anOrderId(), status: 'NEW', more: true })).toBe(true);
  });

  it.each([
    null,
    {},
    { orderId: 'order-1', status: 'NEW' },
    { orderId: anOrderId(), status: 'new' },
  ])('is not %p', (value) => {
    expect(isOrderReference(value)).toBe(false);
  });
});
