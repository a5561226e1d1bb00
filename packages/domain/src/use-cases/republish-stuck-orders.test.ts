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

/** Orders are placed at BUILT_AT: a sweeper so many milliseconds later. */
function aSweeper(
  orders: InMemoryOrders,
  bus: EventPublisher,
  later: number,
  window = Infinity,
  most = Infinity,
) {
  const clock: Clock = { now: () => BUILT_AT + later };
  return new RepublishStuckOrders(orders, bus, clock, { patience: PATIENCE, window, most });
}

function sweep(...circumstances: Parameters<typeof aSweeper>) {
  return aSweeper(...circumstances).execute();
}

describe('an order that waits', () => {
  it.each(['NEW', 'APPROVED', 'PENDING_APPROVAL'] as const)(
    'as %s longer than its time is told of again, with the event as it was committed',
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
      expect(bus.taken).toEqual(await orders.lastEvents(orderId));
    },
  );

  it.each(['NEW', 'APPROVED', 'PENDING_APPROVAL'] as const)(
    'as %s just its time is left alone',
    async (status) => {
      const orders = new InMemoryOrders();
      await storedIn(status, orders);
      const bus = new FakeBus();

      expect(await sweep(orders, bus, PATIENCE[status])).toEqual(NOTHING);
      expect(bus.taken).toEqual([]);
    },
  );

  it('has its time anew from its latest change', async () => {
    const orders = new InMemoryOrders();
    const order = await storedIn('NEW', orders);
    const updated = aChangeBy('update', order, { now: BUILT_AT + 500 });
    if (updated !== undefined) await orders.save(updated);
    const bus = new FakeBus();

    expect(await sweep(orders, bus, PATIENCE.NEW + 500)).toEqual(NOTHING);
    expect(await sweep(orders, bus, PATIENCE.NEW + 501)).toMatchObject({ due: 1, republished: 1 });
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
      const { due } = await sweep(orders, bus, later, 99);
      if (due > 0) told.push(later);
    }

    expect(told).toEqual([1_050, 2_050, 4_050, 8_050, 16_050, 32_050, 48_050]);
  });

  it('is told of at each of its moments, however the runs fall', async () => {
    const orders = new InMemoryOrders();
    await storedIn('NEW', orders);
    const told: number[] = [];

    for (let later = 170; later <= 10_000; later += 300) {
      const { due } = await sweep(orders, new FakeBus(), later, 300);
      if (due > 0) told.push(later);
    }

    expect(told.map((later) => 2 ** Math.floor(Math.log2(later / 1_000)))).toEqual([1, 2, 4, 8]);
  });
});

describe('an order whose moment came', () => {
  it.each([
    ['as long ago as the window is wide is told of', 300, 1],
    ['earlier than that is not', 299, 0],
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
    'is left alone however old it is: %s',
    async (status) => {
      const orders = new InMemoryOrders();
      await storedIn(status, orders);
      const bus = new FakeBus();

      expect(await sweep(orders, bus, 1_000_000)).toEqual(NOTHING);
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

    expect(result).toEqual({
      stuck: { ...NONE_STUCK, NEW: count },
      due: count,
      republished: count,
    });
    expect(new Set(bus.taken.map(eventId)).size).toBe(count);
    expect(Math.max(...bus.calls)).toBe(LIMITS.pageSize);
  });

  it.each([1, LIMITS.pageSize, LIMITS.pageSize + 1])(
    'are looked at no further than to the %pth of each state, the newest first',
    async (most) => {
      const orders = new InMemoryOrders();
      const ids: string[] = [];
      for (let n = 0; n < most + 1; n += 1) {
        const { orderId } = await storedIn('NEW', orders, { placedAt: BUILT_AT - n });
        ids.push(orderId);
      }
      await storedIn('PROCESSING', orders);

      const { stuck, due } = await aSweeper(orders, new FakeBus(), 10_000, Infinity, most).survey();

      expect(stuck).toEqual({ ...NONE_STUCK, NEW: most, PROCESSING: 1 });
      expect(due).toEqual(ids.slice(0, most));
    },
  );

  it('count as told of again only where the bus took the event, and are found again', async () => {
    const orders = new InMemoryOrders();
    const refused = await storedIn('NEW', orders);
    await storedIn('NEW', orders);
    await storedIn('PENDING_APPROVAL', orders);
    const busy = new FakeBus(({ detail }) =>
      detail.orderId === refused.orderId ? 'refused' : 'taken',
    );

    const first = await sweep(orders, busy, 10_000);
    const second = await sweep(orders, new FakeBus(), 10_000);

    expect(first).toMatchObject({ due: 3, republished: 2 });
    expect(second).toMatchObject({ due: 3, republished: 3 });
  });
});

describe('an order that was placed too lately to be stuck', () => {
  it('is not even read', async () => {
    const asked: unknown[] = [];
    class AskedOrders extends InMemoryOrders {
      override async list(query: OrderQuery) {
        asked.push([query.status, query.createdBefore]);
        return super.list(query);
      }
    }

    await sweep(new AskedOrders(), new FakeBus(), 10_000);

    expect(asked).toEqual(
      UNFINISHED_STATUSES.map((status) => [
        status,
        toTimestamp(BUILT_AT + 10_000 - PATIENCE[status]),
      ]),
    );
  });
});

describe('an order with several events', () => {
  it('counts as told of again only where the bus took all of them', async () => {
    class ReportingOrders extends InMemoryOrders {
      override async lastEvents(orderId: string) {
        const events = await super.lastEvents(orderId);
        return [...events, ...aPlacing().events];
      }
    }
    const orders = new ReportingOrders();
    const { orderId } = await storedIn('NEW', orders);
    const bus = new FakeBus(({ detail }) => (detail.orderId === orderId ? 'refused' : 'taken'));

    expect(await sweep(orders, bus, PATIENCE.NEW + 1)).toMatchObject({ due: 1, republished: 0 });
    expect(bus.taken).toHaveLength(1);
  });
});

describe('an order that stands in PROCESSING', () => {
  it('longer than its time counts as stuck, and there is nothing to tell of it', async () => {
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
  it('finds what is due, and nothing is told of an order that was claimed since', async () => {
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

  it('counts whatever stands still in every state, also between the moments to tell of it', async () => {
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

  it('counts while the bus is down, and the error of the sending is thrown on', async () => {
    const orders = new InMemoryOrders();
    await storedIn('NEW', orders);
    const down: EventPublisher = { publish: async () => Promise.reject(new Error('no bus')) };
    const sweeper = aSweeper(orders, down, PATIENCE.NEW + 1);

    const { stuck, due } = await sweeper.survey();

    expect(stuck).toEqual({ ...NONE_STUCK, NEW: 1 });
    await expect(sweeper.republish(due)).rejects.toThrow('no bus');
  });
});
