import { describe, expect, it } from '@jest/globals';
import { cancel, claim, complete, toTimestamp, type OrderIn } from '@snacks/domain';
import {
  aChangeContext,
  aNewOrder,
  aPlacing,
  BUILT_AT,
  orderRepositoryContract,
} from '@snacks/domain/testing';
import { InMemoryOrderRepository, type OrderChange } from './in-memory-order-repository.js';
import { ManualClock } from '../time/manual-clock.js';

const HASH = 'a'.repeat(64);

orderRepositoryContract(
  { describe, it },
  async () => new InMemoryOrderRepository(new ManualClock(BUILT_AT)),
);

function aRepository() {
  const clock = new ManualClock(BUILT_AT);
  return { clock, repository: new InMemoryOrderRepository(clock) };
}

function changesOf(repository: InMemoryOrderRepository): OrderChange[] {
  return repository.changes.read(1_000).map(({ data }) => data);
}

describe('the changes of an in-memory order repository', () => {
  it('are one record per write, with the order, its events and its hash before and after', async () => {
    const { clock, repository } = aRepository();
    const placing = aPlacing();
    const cancelled = cancel(placing.order, aChangeContext({ now: BUILT_AT + 5 }));

    await repository.add(placing, HASH);
    clock.advanceBy(5);
    await repository.save(cancelled);

    const placed = { ...placing, requestHash: HASH };
    expect(changesOf(repository)).toEqual([
      { before: undefined, after: placed },
      { before: placed, after: { ...cancelled, requestHash: HASH } },
    ]);
    expect(repository.changes.read(2).map(({ at }) => at)).toEqual([BUILT_AT, BUILT_AT + 5]);
  });

  it('have no record of a refused write', async () => {
    const { repository } = aRepository();
    const placing = aPlacing();
    const cancelled = cancel(placing.order, aChangeContext());
    await repository.add(placing, HASH);
    await repository.save(cancelled);

    await repository.add(placing, HASH);
    await expect(repository.save(cancelled)).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });

    expect(repository.changes.length).toBe(2);
  });

  it('stay as they were written, even if the writer changes its objects', async () => {
    const { repository } = aRepository();
    const placing = aPlacing();
    await repository.add(placing, HASH);

    Object.assign(placing.order, { customerName: 'changed' });
    Object.assign(placing.events[0]?.detail.metadata ?? {}, { eventId: 'changed' });

    expect(JSON.stringify(changesOf(repository))).not.toContain('changed');
  });

  it('are announced once the order can be found and listed in its new version', async () => {
    const { repository } = aRepository();
    const order = aNewOrder();
    const seen: unknown[] = [];
    repository.changes.onAppend(() => {
      seen.push(repository.find(order.orderId), repository.list({ status: 'NEW', limit: 1 }));
    });

    await repository.add({ order, events: [] }, HASH);

    expect(await Promise.all(seen)).toEqual([order, { orders: [order] }]);
  });
});

async function processed(
  repository: InMemoryOrderRepository,
  order: OrderIn<'NEW'>,
): Promise<OrderIn<'PROCESSED'>> {
  const claimed = claim(order, aChangeContext());
  await repository.save(claimed);
  const completed = complete(claimed.order, aChangeContext());
  await repository.save(completed);
  return completed.order;
}

describe('the lists of an in-memory order repository', () => {
  it('have an order in its present state only', async () => {
    const { repository } = aRepository();
    const order = aNewOrder({ customerId: 'me' });
    await repository.add({ order, events: [] }, HASH);

    const now = await processed(repository, order);

    for (const status of ['NEW', 'PROCESSING'] as const) {
      expect(await repository.list({ status, limit: 1 })).toEqual({ orders: [] });
      expect(await repository.list({ status, customerId: 'me', limit: 1 })).toEqual({ orders: [] });
    }
    expect(await repository.list({ status: 'PROCESSED', limit: 1 })).toEqual({ orders: [now] });
    expect(await repository.list({ customerId: 'me', limit: 1 })).toEqual({ orders: [now] });
    expect(await repository.list({ limit: 1 })).toEqual({ orders: [now] });
  });

  it('keep customers apart whose ids have a common prefix', async () => {
    const { repository } = aRepository();
    const ids = ['a', 'ab', 'a!', 'b'];
    for (const customerId of ids) {
      await repository.add({ order: aNewOrder({ customerId }), events: [] }, HASH);
    }

    for (const customerId of ids) {
      const { orders } = await repository.list({ customerId, limit: 10 });
      expect(orders.map((order) => order.customerId)).toEqual([customerId]);
    }
  });

  it('have all orders newest first across all states, after a position and before a time', async () => {
    const { repository } = aRepository();
    const orders = [0, 1, 2, 3].map((n) => aNewOrder({ placedAt: BUILT_AT + n }));
    for (const order of orders) await repository.add({ order, events: [] }, HASH);
    const [oldest, second, third] = orders;
    if (oldest === undefined || second === undefined || third === undefined) throw new Error('few');
    await processed(repository, second);
    const { orderId, createdAt } = third;

    const idsOf = async (query: object) =>
      (await repository.list({ limit: 10, ...query })).orders.map((order) => order.orderId);

    const newestFirst = orders.map((order) => order.orderId).reverse();
    expect(await idsOf({})).toEqual(newestFirst);
    expect(await idsOf({ after: { orderId, createdAt } })).toEqual(newestFirst.slice(2));
    expect(await idsOf({ createdBefore: third.createdAt })).toEqual(newestFirst.slice(2));
    const createdBefore = toTimestamp(BUILT_AT + 1);
    expect(await idsOf({ after: { orderId, createdAt }, createdBefore })).toEqual([oldest.orderId]);
    const after = { orderId: second.orderId, createdAt: second.createdAt };
    expect(await idsOf({ after, createdBefore: third.createdAt })).toEqual([oldest.orderId]);
  });
});
