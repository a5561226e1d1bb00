import { describe, expect, it } from '@jest/globals';
import { hasCode, StoredOrderInvalidError } from '../errors.js';
import { aChangeBy, anOrderIn, aPlacing } from '../testing/builders.js';
import { ORDER_STATUSES, type OrderStatus } from './lifecycle.js';
import { fromItem, readEvents, toItem } from './stored-order.js';

const REQUEST_HASH = 'a'.repeat(64);

/** The item of a known customer's order. */
function anItem(
  status: OrderStatus,
  overrides: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const order = anOrderIn(status, {
    customerId: 'customer-1',
    request: { deliveryPreferences: { method: 'pickup', address: 'Elm Street 1' } },
  });
  const { events } = aPlacing({ orderId: order.orderId });
  const item = toItem({ order, events, requestHash: REQUEST_HASH });
  return { ...item, ...overrides };
}

/** The order and the field that the refusal of an item names; `undefined` if it is accepted. */
function refusalOf(item: unknown): { orderId: string; field: string } | undefined {
  try {
    fromItem(item);
    return undefined;
  } catch (error) {
    if (!hasCode(error, 'STORED_ORDER_INVALID')) throw error;
    return { orderId: error.orderId, field: error.field };
  }
}

describe('the item of an order', () => {
  it.each(ORDER_STATUSES)('converts back to a %s order with its events and its hash', (status) => {
    const order = anOrderIn(status, { customerId: 'customer-1' });
    const events = aChangeBy('cancel', anOrderIn('NEW'))?.events ?? [];
    const stored = { order, events, requestHash: REQUEST_HASH };

    expect(fromItem(JSON.parse(JSON.stringify(toItem(stored))))).toEqual(stored);
  });

  it('has each event as the text that is sent', () => {
    const { order, events } = aPlacing();

    const item = toItem({ order, events, requestHash: REQUEST_HASH });

    expect(item.events).toEqual([JSON.stringify(events[0])]);
  });

  it('may have fields that the domain does not know, such as the keys of an index', () => {
    const item = anItem('NEW', { shard: 3, expiresAt: 1 });

    expect(refusalOf(item)).toBeUndefined();
    expect(fromItem(item).order).not.toHaveProperty('shard');
  });
});

describe('an item without a required field', () => {
  it.each([
    ['NEW', 'customerName'],
    ['NEW', 'snackItems'],
    ['NEW', 'totalAmount'],
    ['NEW', 'priority'],
    ['NEW', 'status'],
    ['NEW', 'createdAt'],
    ['NEW', 'updatedAt'],
    ['NEW', 'version'],
    ['NEW', 'history'],
    ['NEW', 'events'],
    ['NEW', 'requestHash'],
    ['PROCESSED', 'processedAt'],
    ['REJECTED', 'reason'],
    ['FAILED', 'reason'],
  ] as const)('of a %s order is refused with the order and %s', (status, field) => {
    const item = anItem(status, { [field]: undefined });

    expect(refusalOf(item)).toEqual({ orderId: item.orderId, field });
  });
});

describe('an item of an earlier version, which accepted other texts', () => {
  it.each(['Chips\u200b', ' Chips ', 'Chips\uffff', 'Zoe\u0308'])(
    'is read unchanged: %j',
    (text) => {
      const item = anItem('NEW', {
        customerName: text,
        snackItems: [{ name: text, quantity: 1, price: 9.97 }],
        deliveryPreferences: { address: text, instructions: text },
      });

      expect(fromItem(item).order).toMatchObject({
        customerName: text,
        snackItems: [{ name: text }],
        deliveryPreferences: { address: text, instructions: text },
      });
    },
  );
});

describe('an item with a wrong field', () => {
  const [entry] = anOrderIn('NEW').history;

  it.each<[string, OrderStatus, Readonly<Record<string, unknown>>]>([
    ['customerName', 'NEW', { customerName: '' }],
    ['customerId', 'NEW', { customerId: 'no spaces allowed' }],
    ['customerId', 'NEW', { customerId: null }],
    ['snackItems', 'NEW', { snackItems: [] }],
    ['snackItems[0].price', 'NEW', { snackItems: [{ name: 'Chips', quantity: 1, price: 1.005 }] }],
    ['totalAmount', 'NEW', { totalAmount: 9.98 }],
    ['totalAmount', 'NEW', { totalAmount: '9.97' }],
    ['priority', 'NEW', { priority: 'urgent' }],
    ['deliveryPreferences', 'NEW', { deliveryPreferences: 'by drone' }],
    ['deliveryPreferences.method', 'NEW', { deliveryPreferences: { method: 'drone' } }],
    ['customerName, totalAmount', 'NEW', { customerName: '', totalAmount: NaN }],
    ['status', 'NEW', { status: 'EATEN' }],
    ['status', 'NEW', { status: 7 }],
    ['createdAt', 'NEW', { createdAt: '2026-01-01' }],
    ['updatedAt', 'NEW', { updatedAt: 1_767_225_600_000 }],
    ['version', 'NEW', { version: 0 }],
    ['version', 'NEW', { version: 1.5 }],
    ['version', 'NEW', { version: '1' }],
    ['processedAt', 'PROCESSED', { processedAt: 'yesterday' }],
    ['reason', 'REJECTED', { reason: 'OUT_OF_STOCK' }],
    ['reason', 'FAILED', { reason: 'APPROVAL_EXPIRED' }],
    ['fulfilment', 'FAILED', { fulfilment: 'sold' }],
    ['fulfilment', 'PROCESSED', { fulfilment: { stock: 7 } }],
    ['requestHash', 'NEW', { requestHash: 7 }],
    ['history', 'NEW', { history: 'long' }],
    ['history', 'NEW', { history: [null] }],
    ['history', 'NEW', { history: [entry, null] }],
    ['history', 'NEW', { history: [{ ...entry, version: 0 }] }],
    ['history', 'NEW', { history: [{ ...entry, command: 'eat' }] }],
    ['history', 'NEW', { history: [{ ...entry, command: 'toString' }] }],
    ['history', 'NEW', { history: [{ ...entry, command: 7 }] }],
    ['history', 'NEW', { history: [{ ...entry, command: ['place'] }] }],
    ['history', 'NEW', { history: [{ ...entry, status: 'EATEN' }] }],
    ['history', 'NEW', { history: [{ ...entry, at: 'yesterday' }] }],
    ['history', 'NEW', { history: [{ ...entry, actor: undefined }] }],
    ['history', 'NEW', { history: [{ ...entry, actorKind: 'ghost' }] }],
    ['history', 'NEW', { history: [{ ...entry, correlationId: 7 }] }],
    ['history', 'NEW', { history: [{ ...entry, note: 7 }] }],
  ])('is refused with the order and %s', (field, status, wrong) => {
    const item = anItem(status, wrong);

    expect(refusalOf(item)).toEqual({ orderId: item.orderId, field });
  });

  it.each([undefined, null, 'order', [], 7])('is refused as a whole if it is %p', (item) => {
    expect(refusalOf(item)).toEqual({ orderId: 'of unknown id', field: 'item' });
  });

  it('is refused for its id, which the error has if it is a text', () => {
    expect(refusalOf(anItem('NEW', { orderId: 'order-1' }))).toEqual({
      orderId: 'order-1',
      field: 'orderId',
    });
    expect(refusalOf(anItem('NEW', { orderId: { toString: 1, valueOf: 1 } }))).toEqual({
      orderId: 'of unknown id',
      field: 'orderId',
    });
  });

  it('is not refused for an error of another kind, which is passed on', () => {
    const item = anItem('NEW', {
      deliveryPreferences: {
        get method(): string {
          throw new Error('the connection was lost');
        },
      },
    });

    expect(() => fromItem(item)).toThrow('the connection was lost');
  });
});

describe('the events of an item', () => {
  const orderId = aPlacing().order.orderId;

  it.each([
    ['are not a list', 'events', 'none'],
    ['are not texts', 'events[0]', [7]],
    ['are not JSON', 'events[0]', ['{']],
    ['are not events', 'events[0]', ['{"type":"Order Created"}']],
  ])('are refused if they %s', (_what, field, events: unknown) => {
    expect(() => readEvents(orderId, events)).toThrow(new StoredOrderInvalidError(orderId, field));
    expect(refusalOf(anItem('NEW', { events }))?.field).toBe(field);
  });

  it('are refused with the index of the first wrong one', () => {
    const [event] = aPlacing().events;

    expect(() => readEvents(orderId, [JSON.stringify(event), 'null'])).toThrow(
      new StoredOrderInvalidError(orderId, 'events[1]'),
    );
  });

  it('may be an empty list', () => {
    expect(readEvents(orderId, [])).toEqual([]);
  });
});
