import { describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../order/actor.js';
import { admission, ORDER_STATUSES } from '../order/lifecycle.js';
import { anOrderId } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { aRequestContext, CLOCK, storedIn } from '../../test/stored-orders.js';
import { CancelOrder } from './cancel-order.js';

const CANCELLABLE = ORDER_STATUSES.filter((status) => admission('cancel', status) === 'applies');
const TOO_LATE = ORDER_STATUSES.filter((status) => admission('cancel', status) === 'forbidden');

describe('cancelling an order', () => {
  it.each(CANCELLABLE)('cancels it while it is %s', async (status) => {
    const orders = new InMemoryOrders();
    const { orderId, version } = await storedIn(status, orders);

    const order = await new CancelOrder(orders, CLOCK).execute({ ...aRequestContext(), orderId });

    expect(order).toMatchObject({ status: 'CANCELLED', version: version + 1 });
    expect(await orders.find(orderId)).toEqual(order);
    const [event] = await orders.lastEvents(orderId);
    expect(event).toMatchObject({ type: 'Order Cancelled', detail: { cancelledBy: 'anonymous' } });
  });

  it('has no further effect if it is repeated', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const cancelOrder = new CancelOrder(orders, CLOCK);
    const first = await cancelOrder.execute({ ...aRequestContext(), orderId });

    const second = await cancelOrder.execute({ ...aRequestContext(), orderId });

    expect(second).toEqual(first);
    expect(orders.writes).toHaveLength(2);
  });

  it('cancels only the expected version', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders);
    const cancelOrder = new CancelOrder(orders, CLOCK);

    await expect(
      cancelOrder.execute({ ...aRequestContext(), orderId, expectedVersion: 2 }),
    ).rejects.toMatchObject({ code: 'VERSION_MISMATCH', currentVersion: 1 });
    const cancelled = await cancelOrder.execute({
      ...aRequestContext(),
      orderId,
      expectedVersion: 1,
    });
    const again = await cancelOrder.execute({ ...aRequestContext(), orderId, expectedVersion: 1 });

    expect(cancelled.status).toBe('CANCELLED');
    expect(again).toEqual(cancelled);
  });

  it.each(TOO_LATE)('is refused once it is %s', async (status) => {
    const orders = new InMemoryOrders();
    const before = await storedIn(status, orders);

    const cancelling = new CancelOrder(orders, CLOCK).execute({
      ...aRequestContext(),
      orderId: before.orderId,
    });

    await expect(cancelling).rejects.toMatchObject({
      code: 'ORDER_CONFLICT',
      command: 'cancel',
      status,
    });
    expect(await orders.find(before.orderId)).toEqual(before);
  });

  it.each<[string, Actor]>([
    ['its owner', { subject: 'alice', roles: ['customer'] }],
    ['an operator', { subject: 'olga', roles: ['operator'] }],
    ['the platform', systemActor('order-sweeper')],
  ])('is allowed for %s', async (_who, actor) => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders, { customerId: 'alice' });

    const order = await new CancelOrder(orders, CLOCK).execute({
      ...aRequestContext({ actor }),
      orderId,
    });

    expect(order.history.at(-1)?.actor).toBe(actor.subject);
  });

  it.each<[string, Actor, string]>([
    [
      'another customer, who must not learn that it exists',
      { subject: 'bob', roles: ['customer'] },
      'ORDER_NOT_FOUND',
    ],
    ['an anonymous customer', { roles: ['customer'] }, 'ORDER_NOT_FOUND'],
    ['an approver', { subject: 'anna', roles: ['approver'] }, 'FORBIDDEN'],
  ])('is refused for %s', async (_who, actor, code) => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('NEW', orders, { customerId: 'alice' });

    const cancelling = new CancelOrder(orders, CLOCK).execute({
      ...aRequestContext({ actor }),
      orderId,
    });

    await expect(cancelling).rejects.toMatchObject({ code });
    expect(orders.writes).toHaveLength(1);
  });

  it('fails with the same message for a missing order and for the order of another customer', async () => {
    const orders = new InMemoryOrders();
    const theirs = await storedIn('NEW', orders, { customerId: 'alice' });
    const missing = anOrderId();
    const actor: Actor = { subject: 'bob', roles: ['customer'] };

    const [notYours, notThere] = await Promise.allSettled(
      [theirs.orderId, missing].map(async (orderId) =>
        new CancelOrder(orders, CLOCK).execute({ ...aRequestContext({ actor }), orderId }),
      ),
    );

    expect(notYours).toMatchObject({ reason: { message: `There is no order ${theirs.orderId}.` } });
    expect(notThere).toMatchObject({ reason: { message: `There is no order ${missing}.` } });
  });
});
