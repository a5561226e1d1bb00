import { describe, expect, it } from '@jest/globals';
import { aChangeContext, anOrderIn } from '../testing/builders.js';
import { fulfilmentOf } from './fulfilment-record.js';
import { ORDER_STATUSES } from './lifecycle.js';
import { toItem } from './stored-order.js';
import { toRecord } from './record.js';
import { fail } from './transitions.js';

describe('the fulfilment in the record of an order', () => {
  it.each([
    [anOrderIn('PROCESSED'), { stock: 'sold', payment: 'captured' }],
    [
      fail(anOrderIn('PROCESSING'), 'OUT_OF_STOCK', aChangeContext()).order,
      { stock: 'out of stock', payment: 'not taken' },
    ],
    [
      fail(anOrderIn('PROCESSING'), 'PAYMENT_DECLINED', aChangeContext()).order,
      { stock: 'released', payment: 'declined' },
    ],
  ] as const)('says what happened to its stock and its payment: %#', (order, expected) => {
    expect(fulfilmentOf(order)).toEqual(expected);
    expect(toRecord(order).fulfilment).toEqual(expected);
  });

  it('is left out unless the order is PROCESSED or FAILED', () => {
    const others = ORDER_STATUSES.filter((status) => !/PROCESSED|FAILED/.test(status));

    for (const status of others)
      expect(toRecord(anOrderIn(status))).not.toHaveProperty('fulfilment');
  });

  it('is not stored, because it follows from the state', () => {
    const item = toItem({ order: anOrderIn('PROCESSED'), events: [], requestHash: 'hash' });

    expect(item).not.toHaveProperty('fulfilment');
  });
});
