import {
  isTerminal,
  LIMITS,
  RepublishStuckOrders,
  type Clock,
  type Order,
  type OrderId,
  type OrderPosition,
} from '@snacks/domain';

import type { Platform } from './platform.js';

/** A millisecond: whatever waits at the start has waited long enough. */
const NO_PATIENCE = { NEW: 1, APPROVED: 1, PENDING_APPROVAL: 1, PROCESSING: 1 };

/**
 * Takes up the orders that an earlier process left under way, whose queues and stream went with it.
 * The events of those that wait go to the bus again, with the ids they were committed with; those
 * that were being processed get a message in the queue, which is what wakes the processing.
 * So do those that have ended, and still hold what they had set aside. Returns how many orders it
 * took up.
 *
 * @param unfinished the orders that hold something.
 */
export async function resumeOrders(
  platform: Platform,
  clock: Clock,
  unfinished: Iterable<OrderId>,
): Promise<number> {
  const settings = { patience: NO_PATIENCE, window: Infinity, most: Infinity };
  const sweep = new RepublishStuckOrders(platform.orders, platform.bus, clock, settings);
  const { republished } = await sweep.execute();

  let resumed = 0;
  let after: OrderPosition | undefined;
  do {
    const page = await platform.orders.list({
      status: 'PROCESSING',
      limit: LIMITS.pageSize,
      ...(after !== undefined && { after }),
    });
    for (const order of page.orders) wake(order, platform);
    resumed += page.orders.length;
    after = page.next;
  } while (after !== undefined);
  for (const orderId of unfinished) {
    const order = await platform.orders.find(orderId);
    if (order === undefined || !isTerminal(order.status)) continue;
    wake(order, platform);
    resumed += 1;
  }
  return republished + resumed;
}

function wake(order: Order, platform: Platform): void {
  platform.queue('order-processing').send(JSON.stringify({ detail: detailOf(order) }));
}

function detailOf({ orderId, status, version, history }: Order) {
  const correlationId = history.at(-1)?.correlationId ?? orderId;
  return { orderId, status, metadata: { eventId: `${orderId}:${version}:0`, correlationId } };
}
