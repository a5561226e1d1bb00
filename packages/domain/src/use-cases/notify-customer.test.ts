import { describe, expect, it } from '@jest/globals';
import type { OrderEvent } from '../events/order-event.js';
import { ORDER_STATUSES } from '../order/lifecycle.js';
import { anOrderRequest, aPlacing } from '../testing/builders.js';
import { present } from '../testing/assertions.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { aRequestContext, CLOCK, storedIn } from '../../test/stored-orders.js';
import { NotifyCustomer } from './notify-customer.js';
import { UpdateOrder } from './update-order.js';

async function withAnOrder() {
  const orders = new InMemoryOrders();
  const sent: OrderEvent[] = [];
  const placing = aPlacing();
  await orders.add(placing, 'hash');
  const useCase = new NotifyCustomer(orders, { notify: async (event) => void sent.push(event) });
  return { orders, sent, placing, useCase, event: present(placing.events[0], 'event') };
}

describe('notifying a customer of a change', () => {
  it('sends the event if the order confirms it', async () => {
    const { useCase, sent, event } = await withAnOrder();

    expect(await useCase.execute(event)).toBe('notified');

    expect(sent).toEqual([event]);
  });

  it('sends the event of each change, also after later changes', async () => {
    const { useCase, sent, event, orders, placing } = await withAnOrder();
    const { orderId } = placing.order;
    await new UpdateOrder(orders, CLOCK).execute({
      ...aRequestContext(),
      orderId,
      request: anOrderRequest({ customerName: 'Jane Doe' }),
    });
    const [updated] = await orders.lastEvents(orderId);

    expect(await useCase.execute(event)).toBe('notified');
    expect(await useCase.execute(present(updated, 'event'))).toBe('notified');

    expect(sent.map(({ type }) => type)).toEqual(['Order Created', 'Order Updated']);
  });

  it('sends nothing if there is no such order', async () => {
    const { useCase, sent } = await withAnOrder();

    expect(await useCase.execute(present(aPlacing().events[0], 'event'))).toBe('unconfirmed');
    expect(sent).toEqual([]);
  });

  it.each<[string, (event: OrderEvent) => object]>([
    ['another type', (event) => ({ ...event, type: 'Order Cancelled' })],
    ['another state', ({ detail }) => ({ detail: { ...detail, status: 'CANCELLED' } })],
    ['another total', ({ detail }) => ({ detail: { ...detail, totalAmount: 0.01 } })],
    ['another customer', ({ detail }) => ({ detail: { ...detail, customerName: 'Mallory' } })],
    ['another priority', ({ detail }) => ({ detail: { ...detail, priority: 'low' } })],
    [
      'another time of creation',
      ({ detail }) => ({ detail: { ...detail, createdAt: detail.orderId } }),
    ],
    ['other items', ({ detail }) => ({ detail: { ...detail, snackItems: [] } })],
    ['another owner', ({ detail }) => ({ detail: { ...detail, customerId: 'mallory' } })],
    ['an unknown field', ({ detail }) => ({ detail: { ...detail, link: 'http://evil.example' } })],
    ['a later version', (event) => withMetadata(event, { orderVersion: 2 })],
    ['another id', (event) => withMetadata(event, { eventId: 'mine' })],
    ['another time', (event) => withMetadata(event, { occurredAt: '2026-01-02T00:00:00.000Z' })],
  ])('sends nothing if the event has %s', async (_what, forge) => {
    const { useCase, sent, event } = await withAnOrder();
    const forged = Object.assign(structuredClone(event), forge(event));

    expect(await useCase.execute(forged)).toBe('unconfirmed');
    expect(sent).toEqual([]);
  });
});

describe('notifying a customer of each kind of change', () => {
  it.each(ORDER_STATUSES)(
    'sends the event of a change to %s, but not with added fields',
    async (status) => {
      const orders = new InMemoryOrders();
      const sent: OrderEvent[] = [];
      const useCase = new NotifyCustomer(orders, {
        notify: async (event) => void sent.push(event),
      });
      const { orderId } = await storedIn(status, orders);
      const events = await orders.lastEvents(orderId);

      for (const event of events) {
        const detail = { ...event.detail, note: 'Claim your refund.', decidedBy: 'the boss' };
        expect(await useCase.execute(Object.assign(structuredClone(event), { detail }))).toBe(
          'unconfirmed',
        );
        const shuffled = Object.fromEntries(Object.entries(event.detail).reverse());
        expect(
          await useCase.execute(Object.assign(structuredClone(event), { detail: shuffled })),
        ).toBe('notified');
      }

      expect(sent).toEqual(events);
    },
  );

  it('sends the events of updates, and of the placing before them', async () => {
    const { useCase, sent, event, orders, placing } = await withAnOrder();
    const { orderId } = placing.order;
    const update = new UpdateOrder(orders, CLOCK);
    for (const customerName of ['Jane Doe', 'Jim Doe']) {
      const request = anOrderRequest({ customerName });
      await update.execute({ ...aRequestContext(), orderId, request });
      for (const updated of await orders.lastEvents(orderId)) await useCase.execute(updated);
    }
    await useCase.execute(event);

    expect(sent).toHaveLength(3);
  });
});

function withMetadata({ detail }: OrderEvent, metadata: object): object {
  return { detail: { ...detail, metadata: { ...detail.metadata, ...metadata } } };
}
