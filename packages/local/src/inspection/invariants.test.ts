import { describe, expect, it } from '@jest/globals';
import { anOrderIn } from '@snacks/domain/testing';
import { orderKey } from '@snacks/domain/ports';
import type { PaymentEntry } from '@snacks/domain/payment-simulator';
import type { Order } from '@snacks/domain';

import { checkInvariants, type Snapshot } from './invariants.js';

function aPayment(order: Order, changes: Partial<PaymentEntry> = {}): [string, PaymentEntry] {
  const key = orderKey(order);
  const entry = {
    order: key,
    state: 'captured',
    amount: order.totalAmount,
    reference: '1',
  } as const;
  return [key, { ...entry, ...changes }];
}

/** What breaks the invariants of a snapshot. */
function brokenIn(snapshot: Partial<Snapshot>): string {
  const whole = { idle: true, orders: [], payments: new Map(), stock: new Map(), messages: [] };
  return checkInvariants({ ...whole, ...snapshot })
    .filter(({ holds }) => holds === false)
    .map(({ name, detail }) => `${name}: ${detail}`)
    .join('\n');
}

const processed = anOrderIn('PROCESSED');
const processing = anOrderIn('PROCESSING');
const cancelled = anOrderIn('CANCELLED');

describe('the invariants of a running platform', () => {
  it('hold for a fulfilled order that is charged, and for one whose message waits', () => {
    const orders = [processed, processing, anOrderIn('PENDING_APPROVAL'), anOrderIn('FAILED')];
    const payments = new Map([aPayment(processed)]);
    const stock = new Map([['Chips', { available: 0, reserved: 2, sold: 2 }]]);
    const messages = [`{"orderId":"${processing.orderId}"}`];

    expect(brokenIn({ orders, payments, stock, messages })).toBe('');
  });

  it('hold for a fulfilled order whose charge and sale wait in a dead-letter queue', () => {
    const stock = new Map([['Chips', { available: 0, reserved: 2, sold: 0 }]]);
    const payments = new Map([aPayment(processed, { state: 'authorised' })]);
    const messages = [`{"orderId":"${processed.orderId}"}`];

    expect(brokenIn({ orders: [processed], payments, stock, messages })).toBe('');
    expect(brokenIn({ orders: [processed], payments, stock })).not.toBe('');
  });

  it.each([
    ['an order without a message', { orders: [processing] }, 'No order is lost'],
    ['a fulfilled order without a payment', { orders: [processed] }, 'exactly its total'],
    [
      'a charge of another amount',
      {
        orders: [processed],
        payments: new Map([aPayment(processed, { amount: 1 })]),
      },
      'exactly its total',
    ],
    [
      'a charged order that is cancelled',
      {
        orders: [cancelled],
        payments: new Map([aPayment(cancelled)]),
      },
      'No other order is charged',
    ],
    [
      'a stock below zero',
      { stock: new Map([['Chips', { available: -1, reserved: 0, sold: 0 }]]) },
      'No stock is below zero',
    ],
    [
      'a reservation that no order needs',
      { stock: new Map([['Chips', { available: 1, reserved: 3, sold: 0 }]]) },
      'Stock is reserved only',
    ],
    [
      'a history with a gap',
      { orders: [{ ...anOrderIn('CANCELLED'), version: 7 }] },
      'The history of every order',
    ],
  ])('are broken by %s', (_what, snapshot: Partial<Snapshot>, name) => {
    expect(brokenIn(snapshot)).toContain(name);
  });

  it('are not decided by what may be true for a moment, while work is under way', () => {
    const results = checkInvariants({
      idle: false,
      orders: [processing],
      payments: new Map(),
      stock: new Map(),
      messages: [],
    });

    expect(results.map(({ holds }) => holds)).toEqual([null, true, null, null, true, null]);
  });
});
