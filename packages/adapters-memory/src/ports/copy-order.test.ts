import { describe, expect, it } from '@jest/globals';
import {
  approve,
  cancel,
  claim,
  complete,
  fail,
  ORDER_STATUSES,
  readOrderRequest,
  reject,
  update,
  type DeliveryPreferences,
  type HistoryEntry,
  type OrderIn,
  type SnackItem,
  type Change,
} from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import {
  aChangeContext,
  aNewOrder,
  anOrderIn,
  anOrderRequest,
  aPendingOrder,
  aPlacing,
} from '@snacks/domain/testing';
import { copyChange, copyOrder } from './copy-order.js';

function copyEvents(events: Change['events']): Change['events'] {
  return copyChange({ order: aNewOrder(), events }, 'hash').events;
}

/** Returns a value and all objects in it. */
function objectsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsOf)];
}

/** Returns the objects that a copy shares with its original. */
function shared(copy: unknown, original: unknown): object[] {
  const ofOriginal = new Set(objectsOf(original));
  return objectsOf(copy).filter((object) => ofOriginal.has(object));
}

// A new field of the domain, optional or not, fails to compile here until it is added. Then the test
// checks that it is copied.
const PREFERENCES: Required<DeliveryPreferences> = {
  method: 'delivery',
  address: 'Elm Street 1',
  instructions: 'ring twice',
};
const LINE: Required<SnackItem> = { ...anyLine(), name: 'Chips', quantity: 2 };
const ENTRY: Required<HistoryEntry> = {
  version: 1,
  command: 'approve',
  status: 'APPROVED',
  actorKind: 'staff',
  at: '2026-01-01T00:00:00.000Z',
  actor: 'approver',
  correlationId: 'correlation-1',
  note: 'fine',
};
const PROCESSED: Required<OrderIn<'PROCESSED'>> = {
  ...anOrderIn('PROCESSED'),
  fulfilment: { stock: 'sold' },
  finishedBy: 'message-1',
  customerId: 'customer-1',
  deliveryPreferences: PREFERENCES,
  snackItems: [LINE],
  history: [ENTRY],
};

function anyLine(): SnackItem {
  const [line] = aNewOrder().snackItems;
  if (line === undefined) throw new Error('The built order has no line.');
  return line;
}

describe('a copy of an order', () => {
  it.each(ORDER_STATUSES)('has every field of a %s order, and shares no object', (status) => {
    const order = anOrderIn(status);

    const copy = copyOrder(order);

    expect(copy).toStrictEqual(order);
    expect(shared(copy, order)).toEqual([]);
  });

  it('has every field that an order can have', () => {
    const copy = copyOrder(PROCESSED);

    expect(copy).toStrictEqual(PROCESSED);
    expect(shared(copy, PROCESSED)).toEqual([]);
  });
});

const CONTEXT = aChangeContext();
const OTHER = anOrderRequest({ customerName: 'Jane Doe' });
const REQUEST = { deliveryPreferences: PREFERENCES };

function eventOfEveryType(): Record<OrderEvent['type'], readonly OrderEvent[]> {
  const processing = anOrderIn('PROCESSING');
  return {
    'Order Created': aPlacing({ customerId: 'customer-1', request: REQUEST }).events,
    'Order Updated': update(aNewOrder(), readOrderRequest({ ...OTHER, ...REQUEST }), CONTEXT)
      .events,
    'Order Approved': approve(aPendingOrder(), 'fine', CONTEXT).events,
    'Order Rejected': reject(aPendingOrder(), 'too much', CONTEXT).events,
    'Order Cancelled': cancel(aNewOrder(), CONTEXT).events,
    'Order Processed': complete(processing, CONTEXT).events,
    'Order Failed': fail(processing, 'OUT_OF_STOCK', CONTEXT).events,
  };
}

describe('a copy of events', () => {
  it.each(Object.entries(eventOfEveryType()))(
    'has every field of an %s event, and shares no object',
    (_type, events) => {
      const copies = copyEvents(events);

      expect(copies).toHaveLength(1);
      expect(copies).toStrictEqual(events);
      expect(shared(copies, events)).toEqual([]);
    },
  );

  it.each([
    ['Order Created', aPlacing().events],
    ['Order Updated', update(aNewOrder(), readOrderRequest(OTHER), CONTEXT).events],
  ])('adds no optional field to an %s event', (_type, events) => {
    expect(copyEvents(events)).toStrictEqual(events);
  });

  it('is empty if there are no events', () => {
    expect(copyEvents(claim(aNewOrder(), CONTEXT).events)).toEqual([]);
  });
});
