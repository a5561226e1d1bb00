import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../order/limits.js';
import type { Clock } from '../ports/clock.js';
import { aChangeBy, BUILT_AT } from '../testing/builders.js';
import { eventId, FakeBus } from '../../test/fake-bus.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { storedIn } from '../../test/stored-orders.js';
import { RepublishStuckOrders, type Patience } from './republish-stuck-orders.js';

const PATIENCE: Patience = { NEW: 1_000, APPROVED: 2_000, PENDING_APPROVAL: 3_000 };

/** Orders are placed at BUILT_AT: a sweep so many milliseconds later. */
function sweep(orders: InMemoryOrders, bus: FakeBus, later: number, window = Infinity) {
  const clock: Clock = { now: () => BUILT_AT + later };
  return new RepublishStuckOrders(orders, bus, clock, { patience: PATIENCE, window }).execute();
}

describe('an order that waits', () => {
  it.each(['NEW', 'APPROVED', 'PENDING_APPROVAL'] as const)(
    'as %s longer than its time is told of again, with the event as it was committed',
    async (status) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn(status, orders);
      const bus = new FakeBus();

      const result = await sweep(orders, bus, PATIENCE[status] + 1);

      expect(result).toEqual({ stuck: 1, republished: 1 });
      expect(bus.taken).toEqual(await orders.lastEvents(orderId));
    },
  );

  it.each(['NEW', 'APPROVED', 'PENDING_APPROVAL'] as const)(
    'as %s just its time is left alone',
    async (status) => {
      const orders = new InMemoryOrders();
      await storedIn(status, orders);
      const bus = new FakeBus();

      expect(await sweep(orders, bus, PATIENCE[status])).toEqual({ stuck: 0, republished: 0 });
      expect(bus.taken).toEqual([]);
    },
  );

  it('has its time anew from its latest change', async () => {
    const orders = new InMemoryOrders();
    const order = await storedIn('NEW', orders);
    const updated = aChangeBy('update', order, { now: BUILT_AT + 500 });
    if (updated !== undefined) await orders.save(updated);
    const bus = new FakeBus();

    expect(await sweep(orders, bus, PATIENCE.NEW + 500)).toEqual({ stuck: 0, republished: 0 });
    expect(await sweep(orders, bus, PATIENCE.NEW + 501)).toEqual({ stuck: 1, republished: 1 });
    expect(bus.taken.map(eventId)).toEqual([`${order.orderId}:2:0`]);
  });
});

describe('an order that goes on waiting', () => {
  it('is told of again ever more seldom, but never again not at all', async () => {
    const orders = new InMemoryOrders();
    await storedIn('NEW', orders);
    const bus = new FakeBus();
    const told: number[] = [];

    for (let later = 50; later <= 50_000; later += 100) {
      const { stuck } = await sweep(orders, bus, later, 99);
      if (stuck > 0) told.push(later);
    }

    expect(told).toEqual([1_050, 2_050, 4_050, 8_050, 16_050, 32_050, 48_050]);
  });

  it('is told of at each of its moments, however the runs fall', async () => {
    const orders = new InMemoryOrders();
    await storedIn('NEW', orders);
    const told: number[] = [];

    for (let later = 170; later <= 10_000; later += 300) {
      const { stuck } = await sweep(orders, new FakeBus(), later, 300);
      if (stuck > 0) told.push(later);
    }

    expect(told.map((later) => 2 ** Math.floor(Math.log2(later / 1_000)))).toEqual([1, 2, 4, 8]);
  });
});

describe('an order that does not wait', () => {
  it.each(['PROCESSING', 'PROCESSED', 'CANCELLED', 'REJECTED', 'FAILED'] as const)(
    'is left alone however old it is: %s',
    async (status) => {
      const orders = new InMemoryOrders();
      await storedIn(status, orders);
      const bus = new FakeBus();

      expect(await sweep(orders, bus, 1_000_000)).toEqual({ stuck: 0, republished: 0 });
      expect(bus.taken).toEqual([]);
    },
  );
});

describe('many orders that wait', () => {
  it('are told of again page by page, each once', async () => {
    const orders = new InMemoryOrders();
    const count = LIMITS.pageSize * 2 + 1;
    for (let n = 0; n < count; n += 1) await storedIn('NEW', orders, { placedAt: BUILT_AT - n });
    const bus = new FakeBus();

    const result = await sweep(orders, bus, PATIENCE.NEW + 1);

    expect(result).toEqual({ stuck: count, republished: count });
    expect(new Set(bus.taken.map(eventId)).size).toBe(count);
    expect(Math.max(...bus.calls)).toBe(LIMITS.pageSize);
  });

  it('count as told of again only where the bus took the event, and are found again', async () => {
    const orders = new InMemoryOrders();
    const refused = await storedIn('NEW', orders);
    await storedIn('NEW', orders);
    await storedIn('PENDING_APPROVAL', orders);
    const busy = new FakeBus(({ detail }) => detail.orderId === refused.orderId);

    const first = await sweep(orders, busy, 10_000);
    const second = await sweep(orders, new FakeBus(), 10_000);

    expect(first).toEqual({ stuck: 3, republished: 2 });
    expect(second).toEqual({ stuck: 3, republished: 3 });
  });
});
