import { describe, expect, it } from '@jest/globals';
import { hasCode } from '../errors.js';
import {
  aChangeBy,
  aChangeContext,
  anOrderIn,
  aPendingOrder,
  aPlacing,
} from '../testing/builders.js';
import { present } from '../testing/assertions.js';
import type { Change, ChangeContext } from './change.js';
import { LIFECYCLE, ORDER_STATUSES, type ChangeCommand, type OrderStatus } from './lifecycle.js';
import { fromItem, readEvents, toItem } from './stored-order.js';
import { approve, complete } from './transitions.js';

const REQUEST_HASH = 'a'.repeat(64);

const COMMANDS = [
  'update',
  'approve',
  'reject',
  'expire',
  'cancel',
  'claim',
  'complete',
  'fail',
] as const satisfies readonly ChangeCommand[];

/** Every command in each state that allows it, and the placing. */
const CHANGES: readonly (readonly [string, Change])[] = [
  ['the placing', aPlacing({ customerId: 'customer-1' })],
  ...COMMANDS.flatMap((command) =>
    LIFECYCLE[command].from.map((status: OrderStatus): readonly [string, Change] => {
      const change = aChangeBy(command, anOrderIn(status), { causationId: 'request-2' });
      return [`${command} in ${status}`, present(change, command)];
    }),
  ),
];

/** The item of a known customer's order. */
function anItem(
  status: OrderStatus,
  overrides: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const order = anOrderIn(status, {
    customerId: 'customer-1',
    request: { deliveryPreferences: { method: 'pickup', address: 'Elm Street 1' } },
  });
  const item = toItem({ order, events: [], requestHash: REQUEST_HASH });
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
  it.each(ORDER_STATUSES)('converts back to a %s order with its hash', (status) => {
    const order = anOrderIn(status, { customerId: 'customer-1' });
    const stored = { order, events: [], requestHash: REQUEST_HASH };

    expect(fromItem(JSON.parse(JSON.stringify(toItem(stored))))).toEqual(stored);
  });

  it.each(CHANGES)('converts back to the event of %s', (_what, change) => {
    const stored = { ...change, requestHash: REQUEST_HASH };

    expect(fromItem(JSON.parse(JSON.stringify(toItem(stored))))).toEqual(stored);
  });

  it('has only the origin of an event, because the rest follows from the order', () => {
    const placed = aPlacing();
    const updated = aChangeBy('update', placed.order, { causationId: 'request-2' });
    const claimed = aChangeBy('claim', anOrderIn('NEW'));
    const outboxes = [placed, updated, claimed].map(
      (change) => change && toItem({ ...change, requestHash: REQUEST_HASH }).outbox,
    );

    expect(outboxes).toEqual([
      {},
      { causationId: 'request-2', changed: ['customerName'] },
      undefined,
    ]);
  });

  it('has each entry of the history as a list, and then the kind of the actor and the note', () => {
    const context = { now: 1_767_225_600_000, correlationId: 'correlation-2', actor: 'ann' };
    const historyAfter = (overrides: Partial<ChangeContext>, note?: string): readonly unknown[] => {
      const change = approve(aPendingOrder(), note, aChangeContext({ ...context, ...overrides }));
      return toItem({ ...change, requestHash: REQUEST_HASH }).history.slice(1);
    };
    const entry = ['approve', 'APPROVED', 1_767_225_600_000, 'ann', 'correlation-2'];

    expect(historyAfter({})).toEqual([entry]);
    expect(historyAfter({ actorKind: 'staff' })).toEqual([[...entry, 'staff']]);
    expect(historyAfter({ actorKind: 'staff' }, 'ok')).toEqual([[...entry, 'staff', 'ok']]);
    expect(historyAfter({}, 'ok')).toEqual([[...entry, null, 'ok']]);
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
    ['NEW', 'version'],
    ['NEW', 'history'],
    ['NEW', 'requestHash'],
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
  const entry = ['place', 'NEW', 1_767_225_600_000, 'tester', 'correlation-1'];

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
    ['version', 'NEW', { version: 0 }],
    ['version', 'NEW', { version: 1.5 }],
    ['version', 'NEW', { version: '1' }],
    ['reason', 'REJECTED', { reason: 'OUT_OF_STOCK' }],
    ['reason', 'FAILED', { reason: 'APPROVAL_EXPIRED' }],
    ['fulfilment', 'FAILED', { fulfilment: 'sold' }],
    ['fulfilment', 'PROCESSED', { fulfilment: { stock: 7 } }],
    ['requestHash', 'NEW', { requestHash: 7 }],
    ['history', 'NEW', { history: 'long' }],
    ['history', 'NEW', { history: [null] }],
    ['history', 'NEW', { history: [entry, null] }],
    ['history', 'NEW', { history: [] }],
    ['history', 'NEW', { history: [entry, entry] }],
    ['history', 'NEW', { history: [{ command: 'place', status: 'NEW' }] }],
    ['history', 'NEW', { history: [['eat', ...entry.slice(1)]] }],
    ['history', 'NEW', { history: [['toString', ...entry.slice(1)]] }],
    ['history', 'NEW', { history: [[7, ...entry.slice(1)]] }],
    ['history', 'NEW', { history: [[['place'], ...entry.slice(1)]] }],
    ['history', 'NEW', { history: [entry.with(1, 'EATEN')] }],
    ['history', 'NEW', { history: [entry.with(2, 'yesterday')] }],
    ['history', 'NEW', { history: [entry.with(2, 9e15)] }],
    ['history', 'NEW', { history: [entry.with(2, 0.5)] }],
    ['history', 'NEW', { history: [entry.slice(0, 3)] }],
    ['history', 'NEW', { history: [entry.slice(0, 4)] }],
    ['history', 'NEW', { history: [entry.with(4, 7)] }],
    ['history', 'NEW', { history: [[...entry, 'ghost']] }],
    ['history', 'NEW', { history: [[...entry, 'staff', 7]] }],
    ['outbox', 'NEW', { outbox: 'none' }],
    ['outbox', 'NEW', { outbox: { causationId: 7 } }],
    ['outbox', 'NEW', { outbox: { changed: 'all' } }],
    ['outbox', 'NEW', { outbox: { changed: [7] } }],
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
  it('can be read without the hash of the request', () => {
    const placing = aPlacing();
    const { requestHash: _hash, ...item } = toItem({ ...placing, requestHash: REQUEST_HASH });

    expect(readEvents(item)).toEqual(placing.events);
    expect(refusalOf(item)?.field).toBe('requestHash');
  });

  it('are refused with the order and the field that is wrong', () => {
    const item = anItem('NEW', { outbox: {}, totalAmount: 9.98 });

    expect(() => readEvents(item)).toThrow(
      expect.objectContaining({ orderId: item.orderId, field: 'totalAmount' }),
    );
  });

  it('are none without an outbox', () => {
    expect(readEvents(anItem('PROCESSED'))).toEqual([]);
  });

  it('are none of an order in PROCESSING, whatever its outbox has', () => {
    expect(readEvents(anItem('PROCESSING', { outbox: {} }))).toEqual([]);
  });
});

describe('an order that was finished for a message', () => {
  it('keeps the id of the message', () => {
    const change = complete(
      anOrderIn('PROCESSING'),
      aChangeContext(),
      { stock: 'sold' },
      'message-1',
    );

    const stored = fromItem(toItem({ ...change, requestHash: REQUEST_HASH }));

    expect(stored.order).toEqual(change.order);
    expect(stored.order).toHaveProperty('finishedBy', 'message-1');
  });
});
