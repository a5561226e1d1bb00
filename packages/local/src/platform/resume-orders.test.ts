import { describe, expect, it } from '@jest/globals';
import { claim, fail } from '@snacks/domain';
import { orderKey } from '@snacks/domain/ports';
import { aChangeContext, aNewOrder, aPlacing, BUILT_AT } from '@snacks/domain/testing';
import { InMemoryOrderRepository, ManualClock } from '@snacks/adapters-memory';

import { manualPlatform } from '../../test/manual-platform.js';
import { resumeOrders } from './resume-orders.js';
import { inMemoryStore } from '../store/order-store.js';

/** A store as a killed process leaves it: the contents of its queues and its stream are lost. */
async function leftBehind() {
  const orders = new InMemoryOrderRepository(new ManualClock(BUILT_AT - 60_000));
  const placedAt = BUILT_AT - 60_000;
  const waiting = aPlacing({ placedAt });
  await orders.add(waiting, 'hash');
  const claimed = aNewOrder({ placedAt });
  await orders.add({ order: claimed, events: [] }, 'hash');
  await orders.save(claim(claimed, aChangeContext({ now: placedAt })));
  const last = orders.changes.read(100).at(-1);
  orders.changes.checkpoint(last?.sequenceNumber ?? '');
  return { orders, waiting: waiting.order.orderId, claimed: claimed.orderId };
}

describe('orders that an earlier process left under way', () => {
  it('are finished: waiting orders, and orders in PROCESSING', async () => {
    const { orders, waiting, claimed } = await leftBehind();
    const { platform, clock, waitUntilIdle } = manualPlatform({
      store: { ...inMemoryStore(new ManualClock(BUILT_AT)), orders, changes: orders.changes },
    });

    expect(
      await resumeOrders(platform, clock, { unfinished: [waiting, claimed], restored: [] }),
    ).toBe(2);
    await waitUntilIdle();

    expect(await orders.find(waiting)).toMatchObject({ status: 'PROCESSED', version: 3 });
    expect(await orders.find(claimed)).toMatchObject({ status: 'PROCESSED', version: 3 });
  });

  it('release their stock if they had just ended', async () => {
    const store = inMemoryStore(new ManualClock(BUILT_AT));
    const { orders, stock } = store;
    await stock.setAvailable('Chips', 5);
    const order = aNewOrder();
    await orders.add({ order, events: [] }, 'hash');
    const claimed = claim(order, aChangeContext()).order;
    await orders.save({ order: claimed, events: [] });
    const reservation = await stock.prepare(orderKey(order), order.snackItems);
    await reservation.hold();
    await orders.save(fail(claimed, 'PAYMENT_DECLINED', aChangeContext()));
    store.changes.checkpoint(store.changes.read(100).at(-1)?.sequenceNumber ?? '');
    const { platform, clock, waitUntilIdle } = manualPlatform({ store });

    expect(
      await resumeOrders(platform, clock, { unfinished: [order.orderId, 'unknown'], restored: [] }),
    ).toBe(1);
    await waitUntilIdle();

    expect(await stock.find('Chips')).toEqual({ available: 5, reserved: 0, sold: 0 });
  });
});
