import { describe, expect, it } from '@jest/globals';
import type { OrderEvent } from '../events/order-event.js';
import { ORDER_STATUSES } from '../order/lifecycle.js';
import { anOrderRequest, aPlacing } from '../testing/builders.js';
import { present } from '../testing/test-functions.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { anInvocation, CLOCK, storedIn } from '../../test/stored-orders.js';
import { NotifyCustomer } from './notify-customer.js';
import { UpdateOrder } from './update-order.js';

async function withAnOrder() {
  const orders = new InMemoryOrders();
  const told: OrderEvent[] = [];
  const placing = aPlacing();
  await orders.add(placing, 'hash');
  const useCase = new NotifyCustomer(orders, { notify: async (event) => void told.push(event) });
  return { orders, told, placing, useCase, event: present(placing.events[0], 'event') };
}

describe('telling of a change', () => {
  it('is done as the event says it, where the order says so too', async () => {
    const { useCase, told, event } = await withAnOrder();

    expect(await useCase.execute(event)).toBe('told');

    expect(told).toEqual([event]);
  });

  it('is done of each change, also of one that others have followed', async () => {
    const { useCase, told, event, orders, placing } = await withAnOrder();
    const { orderId } = placing.order;
    await new UpdateOrder(orders, CLOCK).execute({
      ...anInvocation(),
      orderId,
      request: anOrderRequest({ customerName: 'Jane Doe' }),
    });
    const [updated] = await orders.lastEvents(orderId);

    expect(await useCase.execute(event)).toBe('told');
    expect(await useCase.execute(present(updated, 'event'))).toBe('told');

    expect(told.map(({ type }) => type)).toEqual(['Order Created', 'Order Updated']);
  });

  it('is not done of an order that there is not', async () => {
    const { useCase, told } = await withAnOrder();

    expect(await useCase.execute(present(aPlacing().events[0], 'event'))).toBe('not so');
    expect(told).toEqual([]);
  });

  it.each<[string, (event: OrderEvent) => object]>([
    ['another type', (event) => ({ ...event, type: 'Order Cancelled' })],
    ['another state', ({ detail }) => ({ detail: { ...detail, status: 'CANCELLED' } })],
    ['another total', ({ detail }) => ({ detail: { ...detail, totalAmount: 0.01 } })],
    ['another customer', ({ detail }) => ({ detail: { ...detail, customerName: 'Mallory' } })],
    ['another priority', ({ detail }) => ({ detail: { ...detail, priority: 'low' } })],
    ['another birth', ({ detail }) => ({ detail: { ...detail, createdAt: detail.orderId } })],
    ['other snacks', ({ detail }) => ({ detail: { ...detail, snackItems: [] } })],
    ['another owner', ({ detail }) => ({ detail: { ...detail, customerId: 'mallory' } })],
    ['more to say', ({ detail }) => ({ detail: { ...detail, link: 'http://evil.example' } })],
    ['a version to come', (event) => withMetadata(event, { orderVersion: 2 })],
    ['another id', (event) => withMetadata(event, { eventId: 'mine' })],
    ['another time', (event) => withMetadata(event, { occurredAt: '2026-01-02T00:00:00.000Z' })],
  ])('is not done of an event with %s than the order has', async (_what, forge) => {
    const { useCase, told, event } = await withAnOrder();
    const forged = Object.assign(structuredClone(event), forge(event));

    expect(await useCase.execute(forged)).toBe('not so');
    expect(told).toEqual([]);
  });
});

describe('telling of each kind of change', () => {
  it.each(ORDER_STATUSES)(
    'is done of what led to %s, and not of what somebody adds',
    async (status) => {
      const orders = new InMemoryOrders();
      const told: OrderEvent[] = [];
      const useCase = new NotifyCustomer(orders, {
        notify: async (event) => void told.push(event),
      });
      const { orderId } = await storedIn(status, orders);
      const events = await orders.lastEvents(orderId);

      for (const event of events) {
        const detail = { ...event.detail, note: 'Claim your refund.', decidedBy: 'the boss' };
        expect(await useCase.execute(Object.assign(structuredClone(event), { detail }))).toBe(
          'not so',
        );
        const shuffled = Object.fromEntries(Object.entries(event.detail).reverse());
        expect(
          await useCase.execute(Object.assign(structuredClone(event), { detail: shuffled })),
        ).toBe('told');
      }

      expect(told).toEqual(events);
    },
  );

  it('is done of an update, and of what was placed before it', async () => {
    const { useCase, told, event, orders, placing } = await withAnOrder();
    const { orderId } = placing.order;
    const update = new UpdateOrder(orders, CLOCK);
    for (const customerName of ['Jane Doe', 'Jim Doe']) {
      const request = anOrderRequest({ customerName });
      await update.execute({ ...anInvocation(), orderId, request });
      for (const updated of await orders.lastEvents(orderId)) await useCase.execute(updated);
    }
    await useCase.execute(event);

    expect(told).toHaveLength(3);
  });
});

function withMetadata({ detail }: OrderEvent, metadata: object): object {
  return { detail: { ...detail, metadata: { ...detail.metadata, ...metadata } } };
}
