import { describe, expect, it } from '@jest/globals';
import { admission, ORDER_STATUSES } from '../order/lifecycle.js';
import { LIMITS } from '../order/limits.js';
import type { Order } from '../order/order.js';
import { anOrderRequest } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { aRequestContext, CLOCK, storedIn } from '../../test/stored-orders.js';
import { ProcessOrder } from './process-order.js';
import { UpdateOrder, type UpdateOrderCommand } from './update-order.js';

const UPDATABLE = ORDER_STATUSES.filter((status) => admission('update', status) === 'applies');
const TOO_LATE = ORDER_STATUSES.filter((status) => admission('update', status) === 'forbidden');
const JANES = anOrderRequest({ customerName: 'Jane Doe' });

async function updateOrder(
  orders: InMemoryOrders,
  order: Order,
  overrides: Partial<UpdateOrderCommand> = {},
): Promise<Order> {
  return new UpdateOrder(orders, CLOCK).execute({
    ...aRequestContext(),
    orderId: order.orderId,
    request: JANES,
    ...overrides,
  });
}

describe('updating an order', () => {
  it.each(UPDATABLE)('replaces its content while it is %s', async (status) => {
    const orders = new InMemoryOrders();
    const before = await storedIn(status, orders);

    const order = await updateOrder(orders, before);

    expect(order).toMatchObject({ status, customerName: 'Jane Doe', version: before.version + 1 });
    expect(await orders.find(order.orderId)).toEqual(order);
    const [event] = await orders.lastEvents(order.orderId);
    expect(event).toMatchObject({ type: 'Order Updated', detail: { changed: ['customerName'] } });
  });

  it.each(TOO_LATE)('is refused once it is %s', async (status) => {
    const orders = new InMemoryOrders();
    const before = await storedIn(status, orders);

    await expect(updateOrder(orders, before)).rejects.toMatchObject({
      code: 'ORDER_CONFLICT',
      command: 'update',
      status,
    });
    expect(await orders.find(before.orderId)).toEqual(before);
  });

  it('writes nothing if the order has this content already', async () => {
    const orders = new InMemoryOrders();
    const before = await storedIn('NEW', orders);

    const order = await updateOrder(orders, before, {
      request: anOrderRequest(),
      expectedVersion: 7,
    });

    expect(order).toEqual(before);
    expect(orders.writes).toHaveLength(1);
  });

  it('checks the content by every rule', async () => {
    const orders = new InMemoryOrders();
    const order = await storedIn('NEW', orders);

    const request = anOrderRequest({ totalAmount: 1 });

    await expect(updateOrder(orders, order, { request })).rejects.toMatchObject({
      code: 'TOTAL_MISMATCH',
    });
  });

  it('is allowed only for those who may change the order', async () => {
    const orders = new InMemoryOrders();
    const order = await storedIn('NEW', orders, { customerId: 'alice' });

    const outcomes = await Promise.allSettled([
      updateOrder(orders, order, { actor: { subject: 'anna', roles: ['approver'] } }),
      updateOrder(orders, order, { actor: { subject: 'bob', roles: ['customer'] } }),
    ]);

    expect(outcomes).toMatchObject([
      { reason: { code: 'FORBIDDEN', message: expect.stringContaining('Only the owner') } },
      { reason: { code: 'ORDER_NOT_FOUND' } },
    ]);
  });
});

describe('the priority of an order', () => {
  it('stays, whether the update has it or leaves it out', async () => {
    const orders = new InMemoryOrders();
    const before = await storedIn('PENDING_APPROVAL', orders);

    await updateOrder(orders, before);
    const order = await updateOrder(orders, before, {
      request: anOrderRequest({ customerName: 'Jim Doe', priority: 'high' }),
    });

    expect(order).toMatchObject({ priority: 'high', customerName: 'Jim Doe', version: 3 });
  });

  it('cannot be changed, even if nothing else changes', async () => {
    const orders = new InMemoryOrders();
    const order = await storedIn('NEW', orders);

    const updating = updateOrder(orders, order, { request: anOrderRequest({ priority: 'high' }) });

    await expect(updating).rejects.toMatchObject({
      code: 'ORDER_INVALID',
      issues: [
        {
          field: 'priority',
          code: 'PRIORITY_FIXED',
          message: expect.stringMatching(/must stay (low|medium|high),/),
        },
      ],
    });
  });
});

describe('an update of an expected version', () => {
  it('is made if that version is current', async () => {
    const orders = new InMemoryOrders();
    const before = await storedIn('NEW', orders);

    const order = await updateOrder(orders, before, { expectedVersion: 1 });

    expect(order.version).toBe(2);
  });

  it('is refused with the current version if another one is current', async () => {
    const orders = new InMemoryOrders();
    const before = await storedIn('NEW', orders);
    await updateOrder(orders, before);

    const late = updateOrder(orders, before, {
      request: anOrderRequest({ customerName: 'Jim Doe' }),
      expectedVersion: 1,
    });

    await expect(late).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
      expectedVersion: 1,
      currentVersion: 2,
    });
  });

  it('succeeds for exactly one of two writers who expect the same version', async () => {
    const orders = new InMemoryOrders();
    const before = await storedIn('NEW', orders);

    const outcomes = await Promise.allSettled(
      ['Jane Doe', 'Jim Doe'].map(async (customerName) =>
        updateOrder(orders, before, {
          request: anOrderRequest({ customerName }),
          expectedVersion: 1,
        }),
      ),
    );

    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: { customerName: 'Jane Doe', version: 2 } },
      { status: 'rejected', reason: { code: 'VERSION_MISMATCH', currentVersion: 2 } },
    ]);
  });
});

describe('an update that is repeated after the order was processed', () => {
  const request = anOrderRequest({ customerName: 'Jim Doe' });

  async function anUpdatedOrder() {
    const orders = new InMemoryOrders();
    const before = await storedIn('NEW', orders);
    await updateOrder(orders, before, { request, expectedVersion: 1 });
    await new ProcessOrder(orders, CLOCK, []).execute({
      ...aRequestContext(),
      orderId: before.orderId,
    });
    return { orders, before };
  }

  it('succeeds, and changes nothing', async () => {
    const { orders, before } = await anUpdatedOrder();
    const writes = orders.writes.length;

    const order = await updateOrder(orders, before, { request, expectedVersion: 1 });

    expect(order).toMatchObject({ status: 'PROCESSED', customerName: 'Jim Doe' });
    expect(orders.writes).toHaveLength(writes);
  });

  it('is refused if its content is different', async () => {
    const { orders, before } = await anUpdatedOrder();
    const others = [anOrderRequest(), { ...request, priority: 'low' as const }];

    for (const other of others) {
      await expect(updateOrder(orders, before, { request: other })).rejects.toMatchObject({
        code: 'ORDER_CONFLICT',
      });
    }
  });

  it('is refused if the order was never updated', async () => {
    const orders = new InMemoryOrders();
    const before = await storedIn('PROCESSED', orders);

    await expect(updateOrder(orders, before, { request: anOrderRequest() })).rejects.toMatchObject({
      code: 'ORDER_CONFLICT',
    });
  });
});

describe('too many updates of an order', () => {
  it('are refused early enough to process the order', async () => {
    const orders = new InMemoryOrders();
    const before = await storedIn('NEW', orders);

    let last: unknown;
    for (let n = 0; n < LIMITS.changes; n += 1) {
      const request = anOrderRequest({ customerName: `Jane ${n}` });
      last = await updateOrder(orders, before, { request }).catch((error: unknown) => error);
    }

    expect(last).toMatchObject({ code: 'ORDER_CHANGES_EXHAUSTED', orderId: before.orderId });
    const { order } = await new ProcessOrder(orders, CLOCK, []).execute({
      ...aRequestContext(),
      orderId: before.orderId,
    });
    expect(order.status).toBe('PROCESSED');
    expect(order.version).toBeLessThanOrEqual(LIMITS.changes);
  });
});
