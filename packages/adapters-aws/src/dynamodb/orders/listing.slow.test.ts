import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cancel, claim, type Order } from '@snacks/domain';
import type { OrderPage, OrderQuery } from '@snacks/domain/ports';
import { aChangeContext, aNewOrder, anOrderIn, aPlacing, BUILT_AT } from '@snacks/domain/testing';
import { DynamoDbOrderRepository } from './dynamodb-order-repository.js';
import { READ_PER_PAGE } from './list-orders.js';
import { metered } from '../../../test/meter.js';
import {
  clientFor,
  startOrdersDatabase,
  type OrdersDatabase,
} from '../../../test/orders-database.js';
import { seedOrders } from '../../../test/seed-orders.js';

/** The number of orders in the larger store. Set the variable to 100,000 for a full run. */
const MANY = Number(process.env.LISTING_ORDERS ?? 4_000);
const FEW = Math.min(1_000, MANY / 20);

let database: OrdersDatabase;

beforeAll(async () => {
  database = await startOrdersDatabase();
});

afterAll(async () => {
  await database.stop();
});

/** A store with these orders, and the cost of its queries. */
async function aStoreOf(orders: readonly Order[]) {
  const tableName = await database.createTable();
  await seedOrders(database.client, tableName, orders);
  const client = clientFor(database.endpoint, {
    connectionTimeout: 20_000,
    requestTimeout: 20_000,
  });
  const meter = metered(client);
  const repository = new DynamoDbOrderRepository(client, { tableName });
  const costOf = async (query: OrderQuery) => {
    const before = { ...meter };
    const page = await repository.list(query);
    return {
      page,
      requests: meter.requests - before.requests,
      entries: meter.entries - before.entries,
      items: meter.items - before.items,
    };
  };
  return { repository, costOf, client, tableName };
}

/** Orders with random ids, three at a time with the same creation time. */
function newOrders(count: number, traits: Parameters<typeof aNewOrder>[0] = {}): Order[] {
  return Array.from({ length: count }, (_, n) =>
    aNewOrder({ orderId: randomUUID(), placedAt: BUILT_AT + Math.floor(n / 3), ...traits }),
  );
}

async function pagesOf(
  { list }: { list: (query: OrderQuery) => Promise<OrderPage> },
  query: OrderQuery,
): Promise<OrderPage[]> {
  const pages: OrderPage[] = [];
  for (let next: OrderPage['next'], more = true; more; more = next !== undefined) {
    const page = await list({ ...query, ...(next && { after: next }) });
    pages.push(page);
    ({ next } = page);
  }
  return pages;
}

function idsOf(pages: readonly OrderPage[]): string[] {
  return pages.flatMap(({ orders }) => orders.map(({ orderId }) => orderId));
}

/** Returns the ids newest first, then by id. */
function sorted(orders: readonly Order[]): string[] {
  return [...orders]
    .sort((a, b) => (a.createdAt + a.orderId < b.createdAt + b.orderId ? 1 : -1))
    .map(({ orderId }) => orderId);
}

describe('listing among many orders', () => {
  it(
    `costs no more among ${MANY} than among ${FEW}, and returns each order once`,
    async () => {
      const orders = newOrders(MANY);
      const small = await aStoreOf(orders.slice(0, FEW));
      const large = await aStoreOf(orders);

      for (const limit of [1, 10, 100]) {
        const few = await small.costOf({ status: 'NEW', limit });
        const many = await large.costOf({ status: 'NEW', limit });

        expect(many.page.orders).toHaveLength(limit);
        expect(many.entries).toBeLessThanOrEqual(few.entries * 1.5 + 8);
        expect(many.entries).toBeLessThanOrEqual(3 * limit + 32);
        expect(many.items).toBe(limit);
        expect(many.requests).toBeLessThanOrEqual(few.requests + 8);
        expect(many.requests).toBeLessThanOrEqual(24);
      }
      const listed = idsOf(
        await pagesOf(
          { list: async (query) => large.repository.list(query) },
          { status: 'NEW', limit: 100 },
        ),
      );
      expect(listed).toEqual(sorted(orders));
    },
    10 * 60_000,
  );

  it.each([false, true])(
    'returns each order once, also if all are in one shard (oldest first: %p)',
    async (oldestFirst) => {
      const orders = newOrders(200).map((order) =>
        Object.assign(order, { orderId: order.orderId.replace(/.{4}$/, '0000') }),
      );
      const { repository } = await aStoreOf(orders);
      const query: OrderQuery = { status: 'NEW', limit: 60, oldestFirst };

      const pages = await pagesOf({ list: async (asked) => repository.list(asked) }, query);

      expect(idsOf(pages)).toEqual(oldestFirst ? sorted(orders).reverse() : sorted(orders));
    },
  );

  it('costs no more for a middle page than for the first one', async () => {
    const orders = newOrders(600);
    const { costOf } = await aStoreOf(orders);
    const first = await costOf({ status: 'NEW', limit: 50 });
    const middle = orders[300] ?? aNewOrder();

    const later = await costOf({ status: 'NEW', limit: 50, after: middle });

    expect(later.entries).toBeLessThanOrEqual(first.entries * 1.5);
    expect(later.items).toBe(50);
    expect(idsOf([later.page])).toEqual(
      sorted(orders)
        .filter((_, index, ids) => index > ids.indexOf(middle.orderId))
        .slice(0, 50),
    );
  });

  it('ends a page by customer and state after a limited number of orders', async () => {
    const customerId = 'me';
    const many = newOrders(READ_PER_PAGE * 2, { customerId });
    const first = cancel(
      aNewOrder({ orderId: randomUUID(), customerId, placedAt: BUILT_AT - 1 }),
      aChangeContext(),
    ).order;
    const { repository, costOf } = await aStoreOf([...many, first]);
    const query: OrderQuery = { customerId, status: 'CANCELLED', limit: 10 };

    const { page, items } = await costOf(query);
    const pages = await pagesOf({ list: async (asked) => repository.list(asked) }, query);

    expect(page.orders).toEqual([]);
    expect(page.next).toBeDefined();
    expect(items).toBe(READ_PER_PAGE);
    expect(idsOf(pages)).toEqual([first.orderId]);
    expect(pages).toHaveLength(3);
  });

  it('returns all matches by customer and state among other orders', async () => {
    const customerId = 'me';
    const orders = newOrders(60, { customerId }).map((order, n) =>
      n % 3 === 0 && order.status === 'NEW' ? cancel(order, aChangeContext()).order : order,
    );
    const { repository } = await aStoreOf(orders);
    const query: OrderQuery = { customerId, status: 'CANCELLED', limit: 7 };

    const pages = await pagesOf({ list: async (asked) => repository.list(asked) }, query);

    expect(pages.map((page) => page.orders.length)).toEqual([7, 7, 6]);
    expect(idsOf(pages)).toEqual(sorted(orders.filter(({ status }) => status === 'CANCELLED')));
  });

  it('ends a page by state after a limited number of orders in other states of its group', async () => {
    const claimed = newOrders(READ_PER_PAGE + 20).flatMap((order) =>
      order.status === 'NEW' ? claim(order, aChangeContext()).order : [],
    );
    const waiting = aNewOrder({ orderId: randomUUID(), placedAt: BUILT_AT - 1 });
    const { repository, costOf } = await aStoreOf([...claimed, waiting]);
    const query: OrderQuery = { status: 'NEW', limit: 10 };

    const { page, items } = await costOf(query);
    const pages = await pagesOf({ list: async (asked) => repository.list(asked) }, query);

    expect(page.orders).toEqual([]);
    expect(items).toBe(READ_PER_PAGE);
    expect(idsOf(pages)).toEqual([waiting.orderId]);
    expect(pages).toHaveLength(2);
  });

  it('reads further for orders whose state is no longer that of their index entry', async () => {
    const orders = newOrders(40);
    const { repository } = await aStoreOf(orders);
    const claimed = orders.flatMap((order, n) =>
      order.status === 'NEW' && n % 2 === 0 ? claim(order, aChangeContext()) : [],
    );
    for (const change of claimed) await repository.save(change);

    const page = await repository.list({ status: 'NEW', limit: 20 });

    const expected = sorted(orders.filter((_, n) => n % 2 === 1));
    expect(idsOf([page])).toEqual(expected);
  });

  it('merges all states by creation', async () => {
    const statuses = ['NEW', 'APPROVED', 'PROCESSING', 'PROCESSED', 'FAILED'] as const;
    const orders = Array.from({ length: 150 }, (_, n) =>
      anOrderIn(statuses[n % statuses.length] ?? 'NEW', {
        orderId: randomUUID(),
        placedAt: BUILT_AT + Math.floor(n / 2),
      }),
    );
    const { repository } = await aStoreOf(orders);

    const pages = await pagesOf({ list: async (query) => repository.list(query) }, { limit: 40 });

    expect(idsOf(pages)).toEqual(sorted(orders));
  });

  it('returns each order once, also after the number of shards was raised', async () => {
    const old = newOrders(100);
    const { client, tableName } = await aStoreOf(old);
    const raised = new DynamoDbOrderRepository(client, { tableName, statusShards: 20 });
    const changed = old.flatMap((order, n) =>
      order.status === 'NEW' && n % 2 === 0 ? claim(order, aChangeContext()) : [],
    );
    const added = Array.from({ length: 50 }, (_, n) =>
      aPlacing({ orderId: randomUUID(), placedAt: BUILT_AT + n }),
    );
    const all = [...old, ...added.map(({ order }) => order)];

    for (const change of changed) await raised.save(change);
    for (const placing of added) await raised.add(placing, 'a'.repeat(64));
    const listed = async (query: OrderQuery) =>
      idsOf(await pagesOf({ list: async (asked) => raised.list(asked) }, query));

    expect(await listed({ limit: 40 })).toEqual(sorted(all));
    expect(await listed({ status: 'PROCESSING', limit: 40 })).toEqual(
      sorted(changed.map(({ order }) => order)),
    );
    expect(await listed({ status: 'NEW', limit: 40, oldestFirst: true })).toEqual(
      sorted(
        all.filter(({ orderId }) => !changed.some(({ order }) => order.orderId === orderId)),
      ).reverse(),
    );
  });

  it('misses the orders of the removed shards after the number was lowered, until they are written', async () => {
    const { client, repository: eight, tableName } = await aStoreOf([]);
    const twenty = new DynamoDbOrderRepository(client, { tableName, statusShards: 20 });
    const hidden = aPlacing({ orderId: randomUUID().replace(/.{4}$/, '0013') });
    await twenty.add(hidden, 'a'.repeat(64));

    const before = await eight.list({ limit: 10 });
    if (hidden.order.status === 'NEW') await eight.save(claim(hidden.order, aChangeContext()));
    const after = await eight.list({ limit: 10 });

    expect(idsOf([before])).toEqual([]);
    expect(idsOf([after])).toEqual([hidden.order.orderId]);
  });

  it('neither misses nor repeats an order that changes its state during a listing', async () => {
    const orders = newOrders(120);
    const { repository } = await aStoreOf(orders);
    const moving = orders.map(async (order) => {
      if (order.status === 'NEW') await repository.save(cancel(order, aChangeContext()));
    });

    const pages = await pagesOf({ list: async (query) => repository.list(query) }, { limit: 30 });
    await Promise.all(moving);

    expect(idsOf(pages)).toEqual(sorted(orders));
  });
});
