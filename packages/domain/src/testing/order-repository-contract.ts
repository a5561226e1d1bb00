import type { Change } from '../order/change.js';
import type { From } from '../order/lifecycle.js';
import type { Order, OrderId, OrderIn } from '../order/order.js';
import { readOrderRequest } from '../order/order-request.js';
import { cancel, claim, complete, update } from '../order/transitions.js';
import { toTimestamp } from '../order/timestamp.js';
import type { OrderPosition, OrderQuery, OrderRepository } from '../ports/order-repository.js';
import {
  aChangeContext,
  anOrderId,
  anOrderRequest,
  aNewOrder,
  aPlacing,
  BUILT_AT,
  type OrderTraits,
} from './builders.js';
import {
  assertEqual,
  assertRejected,
  assertTrue,
  present,
  type TestFunctions,
} from './test-functions.js';

const HASH = 'a'.repeat(64);

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

type Updatable = OrderIn<From<'update'>>;

function updateOf(order: Updatable, customerName: string): Change<Updatable> {
  const content = readOrderRequest(anOrderRequest({ customerName }));
  return update(order, content, aChangeContext({ now: BUILT_AT + 1_000 }));
}

/**
 * Tests every sentence of the {@link OrderRepository} port against an implementation. `create`
 * gives an empty repository for each test.
 */
export function orderRepositoryContract(
  { describe, it }: TestFunctions,
  create: () => Promise<OrderRepository>,
): void {
  describe('an order repository: adding', () => {
    it('finds an order as it was added, with its events', async () => {
      const repository = await create();
      const placing = aPlacing({
        customerId: 'customer-1',
        request: { deliveryPreferences: { method: 'pickup', instructions: 'ring twice' } },
      });

      assertEqual(await repository.add(placing, HASH), { added: true }, 'answer');

      const { orderId } = placing.order;
      assertEqual(await repository.find(orderId), placing.order, 'order');
      assertEqual(await repository.lastEvents(orderId), placing.events, 'events');
    });

    it('knows nothing of an order that was never added', async () => {
      const repository = await create();

      assertEqual(await repository.find(anOrderId()), undefined, 'order');
      assertEqual(await repository.lastEvents(anOrderId()), [], 'events');
    });

    it('keeps the first order of an id, and answers with it as it stands now', async () => {
      const repository = await create();
      const first = aPlacing();
      const { orderId } = first.order;
      await repository.add(first, HASH);
      const cancelled = cancel(first.order, aChangeContext());
      await repository.save(cancelled);

      const second = aPlacing({ orderId, request: { customerName: 'Somebody Else' } });
      const answer = await repository.add(second, 'b'.repeat(64));

      assertEqual(answer, { added: false, order: cancelled.order, requestHash: HASH }, 'answer');
      assertEqual(await repository.find(orderId), cancelled.order, 'order');
      assertEqual(await repository.lastEvents(orderId), cancelled.events, 'events');
    });

    it('lets exactly one of 50 concurrent calls for one id add', async () => {
      const repository = await create();
      const orderId = anOrderId();
      const rivals = Array.from({ length: 50 }, (_, n) =>
        aPlacing({ orderId, request: { customerName: `Rival ${n}` } }),
      );

      const answers = await Promise.all(rivals.map(async (rival) => repository.add(rival, HASH)));

      const winners = rivals.filter((_, n) => answers[n]?.added === true);
      assertEqual(winners.length, 1, 'calls that added');
      assertEqual(await repository.find(orderId), winners[0]?.order, 'order');
    });
  });

  describe('an order repository: saving', () => {
    it('replaces the version before, and its events, in one write', async () => {
      const repository = await create();
      const placing = aPlacing();
      const { orderId } = placing.order;
      await repository.add(placing, HASH);
      const cancelled = cancel(placing.order, aChangeContext({ now: BUILT_AT + 1_000 }));

      await repository.save(cancelled);

      assertEqual(await repository.find(orderId), cancelled.order, 'order');
      assertEqual(await repository.lastEvents(orderId), cancelled.events, 'events');
    });

    it('leaves no event behind where the change emits none', async () => {
      const repository = await create();
      const order = aNewOrder();
      await repository.add({ order, events: aPlacing({ orderId: order.orderId }).events }, HASH);
      const claimed = claim(order, aChangeContext());

      await repository.save(claimed);

      assertEqual(await repository.lastEvents(order.orderId), [], 'events');
      const completed = complete(claimed.order, aChangeContext());
      await repository.save(completed);
      assertEqual(await repository.find(order.orderId), completed.order, 'order');
    });

    it('drops a field that the next version does not have', async () => {
      const repository = await create();
      const order = aNewOrder({ request: { deliveryPreferences: { address: 'Elm Street 1' } } });
      await repository.add({ order, events: [] }, HASH);
      const updated = updateOf(order, 'John Doe');

      await repository.save(updated);

      assertEqual(await repository.find(order.orderId), updated.order, 'order');
    });

    it('refuses a version that was written already, and changes nothing', async () => {
      const repository = await create();
      const order = aNewOrder();
      await repository.add({ order, events: [] }, HASH);
      const winner = updateOf(order, 'First Writer');
      await repository.save(winner);

      await assertRejected(repository.save(updateOf(order, 'Late Writer')), 'VERSION_CONFLICT');

      assertEqual(await repository.find(order.orderId), winner.order, 'order');
      assertEqual(await repository.lastEvents(order.orderId), winner.events, 'events');
    });

    it('refuses a version whose predecessor was never written', async () => {
      const repository = await create();
      const order = aNewOrder();
      await repository.add({ order, events: [] }, HASH);
      const claimed = claim(order, aChangeContext()).order;

      await assertRejected(
        repository.save(complete(claimed, aChangeContext())),
        'VERSION_CONFLICT',
      );

      assertEqual(await repository.find(order.orderId), order, 'order');
    });

    it('refuses a version of an order that it does not know', async () => {
      const repository = await create();
      const order = aNewOrder();

      await assertRejected(repository.save(claim(order, aChangeContext())), 'VERSION_CONFLICT');

      assertEqual(await repository.find(order.orderId), undefined, 'order');
    });

    it('loses no update of 32 writers at once: versions rise by one, each by one writer', async () => {
      const repository = await create();
      const start = aNewOrder();
      await repository.add({ order: start, events: [] }, HASH);
      let order: Updatable = start;
      for (let round = 1; round <= 5; round += 1) {
        const rivals = Array.from({ length: 32 }, (_, n) => updateOf(order, `Writer ${n}`));

        const outcomes = await Promise.allSettled(
          rivals.map(async (rival) => repository.save(rival)),
        );

        const winners = rivals.filter((_, n) => outcomes[n]?.status === 'fulfilled');
        assertEqual(winners.length, 1, 'writers that won');
        order = present(winners[0], 'winner').order;
        assertEqual(await repository.find(start.orderId), order, 'order');
        assertEqual(order.version, round + 1, 'version');
      }
    });

    it('keeps copies: what a caller does to its own objects changes nothing stored', async () => {
      const repository = await create();
      const placing = aPlacing();
      const before: unknown = JSON.parse(JSON.stringify(placing));
      await repository.add(placing, HASH);

      const read = present(await repository.find(placing.order.orderId), 'order');
      for (const copy of [placing.order, read]) {
        Object.assign(copy, { customerName: 'changed' });
        Object.assign(present(copy.snackItems[0], 'item'), { quantity: 99 });
      }

      const order = await repository.find(placing.order.orderId);
      const events = await repository.lastEvents(placing.order.orderId);
      assertEqual({ order, events }, before, 'stored');
    });
  });

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

    it('answers the orders whole, as find does', async () => {
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
