import { isTerminal, LIMITS, type Order, type OrderId } from '@snacks/domain';
import { EVENT_SOURCE } from '@snacks/domain/events';
import type { Clock, OrderPosition } from '@snacks/domain/ports';
import { RepublishStuckOrders } from '@snacks/domain/use-cases';

import type { Platform } from './platform.js';

/** Milliseconds after which an order counts as stuck: at the start, every waiting order does. */
const PATIENCE = { NEW: 1, APPROVED: 1, PENDING_APPROVAL: 1, PROCESSING: 1 };

/**
 * Resumes the orders that an earlier process left under way. Its queues and its stream ended with it.
 * The events of waiting orders go to the bus again, under their original ids. For an order in
 * PROCESSING, a message goes to the processing queue. The same happens for an ended order that still
 * holds stock or an authorised payment. Returns the number of resumed orders.
 *
 * @param unfinished the orders that hold stock or an authorised payment.
 */
export async function resumeOrders(
  platform: Platform,
  clock: Clock,
  unfinished: Iterable<OrderId>,
): Promise<number> {
  const settings = { patience: PATIENCE, window: Infinity, maxPagesPerStatus: Infinity };
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
    for (const order of page.orders) enqueue(order, platform);
    resumed += page.orders.length;
    after = page.next;
  } while (after !== undefined);
  for (const orderId of unfinished) {
    const order = await platform.orders.find(orderId);
    if (order === undefined || !isTerminal(order.status)) continue;
    enqueue(order, platform);
    resumed += 1;
  }
  return republished + resumed;
}

/** The type of a message that only this platform sends: no change of the order is published for it. */
const ORDER_RESUMED = 'Order Resumed';

function enqueue(order: Order, platform: Platform): void {
  const envelope = {
    source: EVENT_SOURCE,
    'detail-type': ORDER_RESUMED,
    detail: detailOf(order),
  };
  platform.queue('order-processing').send(JSON.stringify(envelope));
}

function detailOf({ orderId, status, version, history }: Order) {
  const correlationId = history.at(-1)?.correlationId ?? orderId;
  return { orderId, status, metadata: { eventId: `${orderId}:${version}:0`, correlationId } };
}
