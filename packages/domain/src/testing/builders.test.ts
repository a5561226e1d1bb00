import { describe, expect, it } from '@jest/globals';
import { ORDER_STATUSES } from '../order/lifecycle.js';
import { fromItem, toItem } from '../order/stored-order.js';
import { aNewOrder, aPendingOrder, anOrderId, anOrderIn } from './builders.js';

describe('a built order', () => {
  it.each(ORDER_STATUSES)('is valid in the state %s', (status) => {
    const order = anOrderIn(status);

    expect(order.status).toBe(status);
    expect(fromItem(toItem({ order, events: [], requestHash: 'hash' })).order).toEqual(order);
  });

  it('has an id of its own', () => {
    expect(aNewOrder().orderId).not.toBe(aNewOrder().orderId);
    expect(anOrderId()).not.toBe(anOrderId());
  });

  it('has the given traits', () => {
    const order = aPendingOrder({
      customerId: 'customer-1',
      placedAt: 0,
      request: { customerName: 'Jane Doe' },
    });

    expect(order).toMatchObject({
      customerId: 'customer-1',
      createdAt: '1970-01-01T00:00:00.000Z',
      customerName: 'Jane Doe',
    });
  });

  it('fails with traits that lead to another state', () => {
    expect(() => aNewOrder({ request: { priority: 'high' } })).toThrow(
      'The built order is PENDING_APPROVAL, not NEW.',
    );
  });
});
