import { describe, expect, it } from '@jest/globals';
import type { Actor } from '../order/actor.js';
import { ORDER_STATUSES } from '../order/lifecycle.js';
import { anOrderId } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { storedIn } from '../../test/stored-orders.js';
import { GetOrder } from './get-order.js';

const alice: Actor = { subject: 'alice', roles: ['customer'] };
const bob: Actor = { subject: 'bob', roles: ['customer'] };

describe('reading an order', () => {
  it.each(ORDER_STATUSES)('returns its current version: %s', async (status) => {
    const orders = new InMemoryOrders();
    const stored = await storedIn(status, orders, { customerId: 'alice' });

    const order = await new GetOrder(orders).execute({ orderId: stored.orderId, actor: alice });

    expect(order).toEqual(stored);
  });

  it('fails with the same message for a missing order and for the order of another customer', async () => {
    const orders = new InMemoryOrders();
    const theirs = await storedIn('NEW', orders, { customerId: 'alice' });
    const getOrder = new GetOrder(orders);

    for (const orderId of [theirs.orderId, anOrderId()]) {
      await expect(getOrder.execute({ orderId, actor: bob })).rejects.toMatchObject({
        code: 'ORDER_NOT_FOUND',
        message: `There is no order ${orderId}.`,
      });
    }
  });
});
