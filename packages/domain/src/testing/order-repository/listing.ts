import type { Order, OrderId } from '../../order/order.js';
import { cancel, claim } from '../../order/transitions.js';
import { toTimestamp } from '../../order/timestamp.js';
import type { OrderPosition, OrderQuery, OrderRepository } from '../../ports/order-repository.js';
import { aChangeContext, aNewOrder, anOrderId, BUILT_AT, type OrderTraits } from '../builders.js';
import { assertEqual, present } from '../assertions.js';
import type { ContractSuite } from '../contract-suite.js';
import { HASH } from './hash.js';

/** The ids of the orders on all pages of a listing. */
async function allPages(
  repository: OrderRepository,
  query: OrderQuery,
  between: (page: number) => Promise<void> = async () => {},
): Promise<OrderId[]> {
  const ids: OrderId[] = [];
  let after: OrderPosition | undefined;
  let page = 0;
  do {
    const found = await repository.list({ ...query, ...(after && { after }) });
    assertEqual(found.orders.slice(query.limit), [], 'orders beyond the limit of a page');
    ids.push(...found.orders.map(({ orderId }) => orderId));
    after = found.next;
    page += 1;
    assertEqual(page < 100, true, 'a last page');
    await between(page);
  } while (after !== undefined);
  return ids;
}

/** Stores an order in one of three states. */
async function stored(
  repository: OrderRepository,
  status: 'NEW' | 'CANCELLED' | 'PROCESSING',
  traits: Omit<OrderTraits, 'priority'> = {},
): Promise<Order> {
  const order = aNewOrder({ orderId: anOrderId(), ...traits });
  await repository.add({ order, events: [] }, HASH);
  if (status === 'NEW') return order;
  const change = status === 'CANCELLED' ? cancel : claim;
  const changed = change(order, aChangeContext({ now: BUILT_AT + 1_000 }));
  await repository.save(changed);
  return changed.order;
}

/** The guarantees of `list`. */
export function listingContract({ describe, it }: ContractSuite<OrderRepository>): void {
  describe('an order repository: listing', () => {
    it('lists by status: the newest first, and orders of the same time by id', async (create) => {
      const repository = await create();
      const [first, second] = [anOrderId(), anOrderId()];
      const older = await stored(repository, 'NEW', { placedAt: BUILT_AT - 1_000 });
      await stored(repository, 'NEW', { orderId: first });
      await stored(repository, 'NEW', { orderId: second });
      await stored(repository, 'CANCELLED');

      const ids = await allPages(repository, { status: 'NEW', limit: 10 });

      assertEqual(ids, [second, first, older.orderId], 'orders');
    });

    it('lists the oldest first: by status, by customer, and all', async (create) => {
      const repository = await create();
      const ids: OrderId[] = [];
      for (let n = 0; n < 5; n += 1) {
        const placedAt = BUILT_AT + Math.floor(n / 2);
        const order = await stored(repository, 'NEW', { customerId: 'me', placedAt });
        ids.push(order.orderId);
      }
      const last = await stored(repository, 'CANCELLED', { placedAt: BUILT_AT + 1_000 });
      const oldestFirst = { oldestFirst: true, limit: 2 };
      const createdBefore = toTimestamp(BUILT_AT + 2);

      const byStatus = await allPages(repository, { ...oldestFirst, status: 'NEW' });
      const byCustomer = await allPages(repository, { ...oldestFirst, customerId: 'me' });
      const older = await allPages(repository, { ...oldestFirst, status: 'NEW', createdBefore });
      const all = await allPages(repository, oldestFirst);

      assertEqual(byStatus, ids, 'by status');
      assertEqual(byCustomer, ids, 'by customer');
      assertEqual(older, ids.slice(0, 4), 'created before a time');
      assertEqual(all, [...ids, last.orderId], 'all');
    });

    it('lists by customer, and by customer and status', async (create) => {
      const repository = await create();
      const mine = await stored(repository, 'NEW', { customerId: 'me' });
      const cancelled = await stored(repository, 'CANCELLED', {
        customerId: 'me',
        placedAt: BUILT_AT - 1_000,
      });
      await stored(repository, 'NEW', { customerId: 'you' });
      await stored(repository, 'NEW');

      const ids = await allPages(repository, { customerId: 'me', limit: 10 });
      const cancelledIds = await allPages(repository, {
        customerId: 'me',
        status: 'CANCELLED',
        limit: 1,
      });

      assertEqual(ids, [mine.orderId, cancelled.orderId], 'orders of the customer');
      assertEqual(cancelledIds, [cancelled.orderId], 'cancelled orders of the customer');
    });

    it('lists each order under its own state only, after it has changed', async (create) => {
      const repository = await create();
      const orders: Order[] = [];
      for (const status of ['NEW', 'PROCESSING', 'CANCELLED', 'PROCESSING', 'NEW'] as const) {
        orders.push(await stored(repository, status, { placedAt: BUILT_AT + orders.length }));
      }

      for (const status of ['NEW', 'PROCESSING', 'CANCELLED', 'APPROVED'] as const) {
        const expected = orders.filter((order) => order.status === status).reverse();
        assertEqual(
          await allPages(repository, { status, limit: 1 }),
          expected.map(({ orderId }) => orderId),
          `orders in ${status}`,
        );
      }
    });

    it('lists all orders without a filter', async (create) => {
      const repository = await create();
      const newer = await stored(repository, 'CANCELLED', { placedAt: BUILT_AT + 1_000 });
      const older = await stored(repository, 'NEW', { customerId: 'me' });

      assertEqual(
        await allPages(repository, { limit: 1 }),
        [newer.orderId, older.orderId],
        'orders',
      );
    });

    it('lists only orders that were created before a time', async (create) => {
      const repository = await create();
      const older = await stored(repository, 'NEW', { placedAt: BUILT_AT - 1 });
      await stored(repository, 'NEW', { placedAt: BUILT_AT });

      const createdBefore = toTimestamp(BUILT_AT);
      const ids = await allPages(repository, { status: 'NEW', createdBefore, limit: 10 });

      assertEqual(ids, [older.orderId], 'orders');
    });

    it('returns complete orders', async (create) => {
      const repository = await create();
      const order = await stored(repository, 'CANCELLED', {
        customerId: 'me',
        request: { deliveryPreferences: { method: 'delivery', address: 'Elm Street 1' } },
      });

      const byStatus = await repository.list({ status: 'CANCELLED', limit: 1 });
      const byCustomer = await repository.list({ customerId: 'me', limit: 1 });

      assertEqual(byStatus.orders, [order], 'by status');
      assertEqual(byCustomer.orders, [order], 'by customer');
    });

    it('has a next page exactly if there are more orders', async (create) => {
      const repository = await create();
      await stored(repository, 'NEW');
      await stored(repository, 'NEW');

      const exact = await repository.list({ status: 'NEW', limit: 2 });
      const short = await repository.list({ status: 'NEW', limit: 1 });
      const none = await repository.list({ status: 'FAILED', limit: 1 });

      assertEqual([exact.orders.length, exact.next], [2, undefined], 'a page with all orders');
      present(short.next, 'next of a page without all orders');
      assertEqual(none, { orders: [] }, 'a page without orders');
    });

    it('lists each order once over all pages, while others are added and change state', async (create) => {
      const repository = await create();
      const ids: OrderId[] = [];
      for (let n = 0; n < 25; n += 1) {
        const order = await stored(repository, 'NEW', { placedAt: BUILT_AT + (n % 5) });
        ids.push(order.orderId);
      }

      const listed = await allPages(repository, { status: 'NEW', limit: 4 }, async (page) => {
        await stored(repository, 'NEW', { placedAt: BUILT_AT + 1_000 + page });
        await stored(repository, 'CANCELLED');
      });

      assertEqual([...listed].sort(), ids.sort(), 'orders');
    });
  });
}
