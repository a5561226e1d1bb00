import type { Order, OrderId } from '../../order/order.js';
import { cancel } from '../../order/transitions.js';
import { toTimestamp } from '../../order/timestamp.js';
import type { OrderPosition, OrderQuery, OrderRepository } from '../../ports/order-repository.js';
import { aChangeContext, anOrderId, aPlacing, BUILT_AT, type OrderTraits } from '../builders.js';
import { assertEqual, assertTrue, type TestFunctions } from '../test-functions.js';
import { HASH } from './hash.js';

async function walk(
  repository: OrderRepository,
  query: OrderQuery,
  between: (page: number) => Promise<void> = async () => {},
): Promise<OrderId[]> {
  const ids: OrderId[] = [];
  let after: OrderPosition | undefined;
  let page = 0;
  do {
    const found = await repository.list({ ...query, ...(after && { after }) });
    assertTrue(found.orders.length <= query.limit, 'a page holds no more than its limit');
    ids.push(...found.orders.map(({ orderId }) => orderId));
    after = found.next;
    page += 1;
    assertTrue(page < 100, 'a walk comes to its end');
    await between(page);
  } while (after !== undefined);
  return ids;
}

/** Stores an order that is NEW, or was and is CANCELLED. */
async function stored(
  repository: OrderRepository,
  status: 'NEW' | 'CANCELLED',
  traits: OrderTraits = {},
): Promise<Order> {
  const placing = aPlacing({ orderId: anOrderId(), ...traits });
  await repository.add(placing, HASH);
  if (status === 'NEW') return placing.order;
  const cancelled = cancel(placing.order, aChangeContext({ now: BUILT_AT + 1_000 }));
  await repository.save(cancelled);
  return cancelled.order;
}

/** What the port says of `list`. */
export function listingContract(
  { describe, it }: TestFunctions,
  create: () => Promise<OrderRepository>,
): void {
  describe('an order repository: listing', () => {
    it('lists by status: newest first, and those of one moment by id', async () => {
      const repository = await create();
      const [first, second] = [anOrderId(), anOrderId()];
      const older = await stored(repository, 'NEW', { placedAt: BUILT_AT - 1_000 });
      await stored(repository, 'NEW', { orderId: first });
      await stored(repository, 'NEW', { orderId: second });
      await stored(repository, 'CANCELLED');

      const ids = await walk(repository, { status: 'NEW', limit: 10 });

      assertEqual(ids, [second, first, older.orderId], 'orders');
    });

    it('lists by customer, and by customer and status', async () => {
      const repository = await create();
      const mine = await stored(repository, 'NEW', { customerId: 'me' });
      const gone = await stored(repository, 'CANCELLED', {
        customerId: 'me',
        placedAt: BUILT_AT - 1_000,
      });
      await stored(repository, 'NEW', { customerId: 'you' });
      await stored(repository, 'NEW');

      const ids = await walk(repository, { customerId: 'me', limit: 10 });
      const cancelled = await walk(repository, { customerId: 'me', status: 'CANCELLED', limit: 1 });

      assertEqual(ids, [mine.orderId, gone.orderId], 'orders of the customer');
      assertEqual(cancelled, [gone.orderId], 'cancelled orders of the customer');
    });

    it('lists all orders where nothing is asked for', async () => {
      const repository = await create();
      const newer = await stored(repository, 'CANCELLED', { placedAt: BUILT_AT + 1_000 });
      const older = await stored(repository, 'NEW', { customerId: 'me' });

      assertEqual(await walk(repository, { limit: 1 }), [newer.orderId, older.orderId], 'orders');
    });

    it('lists only what was created before a moment', async () => {
      const repository = await create();
      const older = await stored(repository, 'NEW', { placedAt: BUILT_AT - 1 });
      await stored(repository, 'NEW', { placedAt: BUILT_AT });

      const createdBefore = toTimestamp(BUILT_AT);
      const ids = await walk(repository, { status: 'NEW', createdBefore, limit: 10 });

      assertEqual(ids, [older.orderId], 'orders');
    });

    it('returns the orders whole, as find does', async () => {
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

    it('has a next page exactly as long as there is more', async () => {
      const repository = await create();
      await stored(repository, 'NEW');
      await stored(repository, 'NEW');

      const exact = await repository.list({ status: 'NEW', limit: 2 });
      const short = await repository.list({ status: 'NEW', limit: 1 });
      const none = await repository.list({ status: 'FAILED', limit: 1 });

      assertEqual([exact.orders.length, exact.next], [2, undefined], 'a page that holds all');
      assertTrue(short.next !== undefined, 'a page that does not hold all has a next one');
      assertEqual(none, { orders: [] }, 'a page of nothing');
    });

    it('meets each order once on a walk, while others are written and moved', async () => {
      const repository = await create();
      const ids: OrderId[] = [];
      for (let n = 0; n < 25; n += 1) {
        const order = await stored(repository, 'NEW', { placedAt: BUILT_AT + (n % 5) });
        ids.push(order.orderId);
      }

      const met = await walk(repository, { status: 'NEW', limit: 4 }, async (page) => {
        await stored(repository, 'NEW', { placedAt: BUILT_AT + 1_000 + page });
        await stored(repository, 'CANCELLED');
      });

      assertEqual([...met].sort(), ids.sort(), 'orders met');
    });
  });
}
