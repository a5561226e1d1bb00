import { describe, expect, it } from '@jest/globals';
import { UNFINISHED_STATUSES } from '../order/lifecycle.js';
import { LIMITS } from '../order/limits.js';
import { toTimestamp } from '../order/timestamp.js';
import type { Clock } from '../ports/clock.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import type { OrderQuery } from '../ports/order-repository.js';
import { aChangeBy, aPlacing, BUILT_AT } from '../testing/builders.js';
import { eventId, FakeBus } from '../../test/fake-bus.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { storedIn } from '../../test/stored-orders.js';
import { RepublishStuckOrders, type Patience } from './republish-stuck-orders.js';

const PATIENCE: Patience = {
  NEW: 1_000,
  APPROVED: 2_000,
  PENDING_APPROVAL: 3_000,
  PROCESSING: 4_000,
};

const NONE_STUCK = { NEW: 0, APPROVED: 0, PENDING_APPROVAL: 0, PROCESSING: 0 };
const NOTHING = { stuck: NONE_STUCK, due: 0, republished: 0 };

/** A sweeper whose clock is `later` milliseconds after the orders were placed. */
function aSweeper(
  orders: InMemoryOrders,
  bus: EventPublisher,
  later: number,
  window = Infinity,
  maxPagesPerStatus = Infinity,
) {
  const clock: Clock = { now: () => BUILT_AT + later };
  return new RepublishStuckOrders(orders, bus, clock, {
    patience: PATIENCE,
    window,
    maxPagesPerStatus,
  });
}

function sweep(...parameters: Parameters<typeof aSweeper>) {
  return aSweeper(...parameters).execute();
}

describe('an order that waits', () => {
  it.each(['NEW', 'APPROVED', 'PENDING_APPROVAL'] as const)(
    'as %s for longer than its patience has its committed event sent again',
    async (status) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn(status, orders);
      const bus = new FakeBus();

      const result = await sweep(orders, bus, PATIENCE[status] + 1);

      expect(result).toEqual({
        stuck: { ...NONE_STUCK, [status]: 1 },
        due: 1,
        republished: 1,
      });
      expect(bus.accepted).toEqual(await orders.lastEvents(orderId));
    },
  );

  it.each(['NEW', 'APPROVED', 'PENDING_APPROVAL'] as const)(
    'as %s for exactly its patience is not stuck',
    async (status) => {
      const orders = new InMemoryOrders();
      await storedIn(status, orders);
      const bus = new FakeBus();

      expect(await sweep(orders, bus, PATIENCE[status])).toEqual(NOTHING);
      expect(bus.accepted).toEqual([]);
    },
  );

  it('has its patience counted from its latest change', async () => {
    const orders = new InMemoryOrders();
    const order = await storedIn('NEW', orders);
    const updated = aChangeBy('update', order, { now: BUILT_AT + 500 });
    if (updated !== undefined) await orders.save(updated);
    const bus = new FakeBus();

    expect(await sweep(orders, bus, PATIENCE.NEW + 500)).toEqual(NOTHING);
    expect(await sweep(orders, bus, PATIENCE.NEW + 501)).toMatchObject({ due: 1, republished: 1 });
    expect(bus.accepted.map(eventId)).toEqual([`${order.orderId}:2:0`]);
  });
});

describe('an order that stays stuck', () => {
  it('has its event sent again after longer and longer times, up to a maximum', async () => {
    const orders = new InMemoryOrders();
    await storedIn('NEW', orders);
    const bus = new FakeBus();
    const sentAt: number[] = [];

    for (let later = 50; later <= 50_000; later += 100) {
      const { due } = await sweep(orders, bus, later, 99);
      if (due > 0) sentAt.push(later);
    }

    expect(sentAt).toEqual([1_050, 2_050, 4_050, 8_050, 16_050, 32_050, 48_050]);
  });

  it('has its event sent at each due time, whenever the runs are', async () => {
    const orders = new InMemoryOrders();
    await storedIn('NEW', orders);
    const sentAt: number[] = [];

    for (let later = 170; later <= 10_000; later += 300) {
      const { due } = await sweep(orders, new FakeBus(), later, 300);
      if (due > 0) sentAt.push(later);
    }

    expect(sentAt.map((later) => 2 ** Math.floor(Math.log2(later / 1_000)))).toEqual([1, 2, 4, 8]);
  });
});

describe('an order whose event became due', () => {
  it.each([
    ['within the window has it sent again', 300, 1],
    ['before the window has it not sent', 299, 0],
  ])('%s', async (_what, window, due) => {
    const orders = new InMemoryOrders();
    await storedIn('NEW', orders);

    expect(await sweep(orders, new FakeBus(), 2 * PATIENCE.NEW + 300, window)).toMatchObject({
      due,
    });
  });
});

describe('an order that does not wait', () => {
  it.each(['PROCESSED', 'CANCELLED', 'REJECTED', 'FAILED'] as const)(
    'is never stuck: %s',
    async (status) => {
      const orders = new InMemoryOrders();
      await storedIn(status, orders);
      const bus = new FakeBus();

      expect(await sweep(orders, bus, 1_000_000)).toEqual(NOTHING);
      expect(bus.accepted).toEqual([]);
    },
  );
});

describe('many orders that wait', () => {
  it('have their events sent page by page, each once', async () => {
    const orders = new InMemoryOrders();
    const count = LIMITS.pageSize * 2 + 1;
    for (let n = 0; n < count; n += 1) await storedIn('NEW', orders, { placedAt: BUILT_AT - n });
    const bus = new FakeBus();

    const result = await sweep(orders, bus, PATIENCE.NEW + 1);

    expect(result).toEqual({
      stuck: { ...NONE_STUCK, NEW: count },
      due: count,
      republished: count,
    });
    expect(new Set(bus.accepted.map(eventId)).size).toBe(count);
    expect(Math.max(...bus.calls)).toBe(LIMITS.pageSize);
  });

  it.each([1, 2])(
    'are read up to a maximum of %p pages per state, the oldest first',
    async (maxPagesPerStatus) => {
      const orders = new InMemoryOrders();
      const ids: string[] = [];
      for (let n = 0; n < maxPagesPerStatus * LIMITS.pageSize + 1; n += 1) {
        const { orderId } = await storedIn('NEW', orders, { placedAt: BUILT_AT + n });
        ids.push(orderId);
      }
      await storedIn('PROCESSING', orders);

      const { stuck, due } = await aSweeper(
        orders,
        new FakeBus(),
        10_000,
        Infinity,
        maxPagesPerStatus,
      ).survey();

      const read = maxPagesPerStatus * LIMITS.pageSize;
      expect(stuck).toEqual({ ...NONE_STUCK, NEW: read, PROCESSING: 1 });
      expect(due).toEqual(ids.slice(0, read));
    },
  );

  it('count as republished only if the bus accepted the event, and are found again otherwise', async () => {
    const orders = new InMemoryOrders();
    const refused = await storedIn('NEW', orders);
    await storedIn('NEW', orders);
    await storedIn('PENDING_APPROVAL', orders);
    const busy = new FakeBus(({ detail }) =>
      detail.orderId === refused.orderId ? 'refused' : 'accepted',
    );

    const first = await sweep(orders, busy, 10_000);
    const second = await sweep(orders, new FakeBus(), 10_000);

    expect(first).toMatchObject({ due: 3, republished: 2 });
    expect(second).toMatchObject({ due: 3, republished: 3 });
  });
});

describe('an order that is too new to be stuck', () => {
  it('is not read', async () => {
    const queries: unknown[] = [];
    class QueriedOrders extends InMemoryOrders {
      override async list(query: OrderQuery) {
        queries.push([query.status, query.createdBefore]);
        return super.list(query);
      }
    }

    await sweep(new QueriedOrders(), new FakeBus(), 10_000);

    expect(queries).toEqual(
      UNFINISHED_STATUSES.map((status) => [
        status,
        toTimestamp(BUILT_AT + 10_000 - PATIENCE[status]),
      ]),
    );
  });
});

describe('an order with several events', () => {
  it('counts as republished only if the bus accepted all of them', async () => {
    class OrdersWithMoreEvents extends InMemoryOrders {
      override async lastEvents(orderId: string) {
        const events = await super.lastEvents(orderId);
        return [...events, ...aPlacing().events];
      }
    }
    const orders = new OrdersWithMoreEvents();
    const { orderId } = await storedIn('NEW', orders);
    const bus = new FakeBus(({ detail }) => (detail.orderId === orderId ? 'refused' : 'accepted'));

    expect(await sweep(orders, bus, PATIENCE.NEW + 1)).toMatchObject({ due: 1, republished: 0 });
    expect(bus.accepted).toHaveLength(1);
  });
});

describe('an order in PROCESSING', () => {
  it('is stuck after its patience, but has no event to send', async () => {
    const orders = new InMemoryOrders();
    await storedIn('PROCESSING', orders);
    const bus = new FakeBus();

    const inTime = await sweep(orders, bus, PATIENCE.PROCESSING);
    const late = await sweep(orders, bus, PATIENCE.PROCESSING + 1);

    expect(inTime).toEqual(NOTHING);
    expect(late).toEqual({ stuck: { ...NONE_STUCK, PROCESSING: 1 }, due: 0, republished: 0 });
    expect(bus.calls).toEqual([]);
  });
});

describe('a survey', () => {
  it('finds the orders that are due; the event of one that was claimed since is not sent', async () => {
    const orders = new InMemoryOrders();
    const order = await storedIn('NEW', orders);
    const bus = new FakeBus();
    const sweeper = aSweeper(orders, bus, PATIENCE.NEW + 1);

    const { due } = await sweeper.survey();
    const claimed = aChangeBy('claim', order);
    if (claimed !== undefined) await orders.save(claimed);

    expect(due).toEqual([order.orderId]);
    expect(await sweeper.republish(due)).toBe(0);
    expect(bus.calls).toEqual([]);
  });

  it('counts the stuck orders of every state, also between their due times', async () => {
    const orders = new InMemoryOrders();
    for (const status of ['NEW', 'NEW', 'APPROVED', 'PENDING_APPROVAL', 'PROCESSING'] as const) {
      await storedIn(status, orders);
    }

    const survey = await aSweeper(orders, new FakeBus(), 7_500, 1).survey();

    expect(survey).toEqual({
      stuck: { NEW: 2, APPROVED: 1, PENDING_APPROVAL: 1, PROCESSING: 1 },
      due: [],
    });
  });

  it('counts while the bus is down, and passes on the error of the bus', async () => {
    const orders = new InMemoryOrders();
    await storedIn('NEW', orders);
    const down: EventPublisher = { publish: async () => Promise.reject(new Error('no bus')) };
    const sweeper = aSweeper(orders, down, PATIENCE.NEW + 1);

    const { stuck, due } = await sweeper.survey();

    expect(stuck).toEqual({ ...NONE_STUCK, NEW: 1 });
    await expect(sweeper.republish(due)).rejects.toThrow('no bus');
  });
});
