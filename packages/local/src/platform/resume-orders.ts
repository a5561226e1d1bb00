import type { StoredMessage } from '@snacks/adapters-memory';
import { isTerminal, LIMITS, type Order, type OrderId } from '@snacks/domain';
import { EVENT_SOURCE } from '@snacks/domain/events';
import type { Clock, OrderPosition } from '@snacks/domain/ports';
import { RepublishStuckOrders } from '@snacks/domain/use-cases';

import type { Platform } from './platform.js';
import { RestoredMessages } from './restored-messages.js';

/** Milliseconds after which an order counts as stuck: at the start, every waiting order does. */
const PATIENCE = { NEW: 1, APPROVED: 1, PENDING_APPROVAL: 1, PROCESSING: 1 };

/** What an earlier process left. */
export interface LeftBehind {
  /** The orders that hold stock or an authorised payment. */
  readonly unfinished: Iterable<OrderId>;
  /** The messages that are in the queues again. */
  readonly restored: readonly StoredMessage[];
}

/**
 * Resumes the orders that an earlier process left under way, unless the message that they wait for is in its
 * queue again, or is a dead letter. The events of waiting orders go to the bus again, under their original
 * ids. For an order in PROCESSING, a message goes to the processing queue. The same happens for an ended order
 * that still holds stock or an authorised payment. Returns the number of resumed orders.
 */
export async function resumeOrders(
  platform: Platform,
  clock: Clock,
  { unfinished, restored }: LeftBehind,
): Promise<number> {
  const messages = new RestoredMessages(restored);
  const republished = await republishWaiting(platform, clock, messages);
  let resumed = 0;
  for await (const order of ordersToProcess(platform, unfinished)) {
    if (messages.hasNextOf(order)) continue;
    enqueue(order, platform);
    resumed += 1;
  }
  await platform.flushMessages();
  return republished + resumed;
}

async function republishWaiting(
  { orders, bus }: Platform,
  clock: Clock,
  messages: RestoredMessages,
): Promise<number> {
  const settings = { patience: PATIENCE, window: Infinity, maxPagesPerStatus: Infinity };
  const sweep = new RepublishStuckOrders(orders, bus, clock, settings);
  const waiting: OrderId[] = [];
  for (const orderId of (await sweep.survey()).due) {
    const order = messages.mentions(orderId) ? await orders.find(orderId) : undefined;
    if (order === undefined || !messages.hasNextOf(order)) waiting.push(orderId);
  }
  return sweep.republish(waiting);
}

/** The orders in PROCESSING, and the ended ones among the unfinished. */
async function* ordersToProcess(
  { orders }: Platform,
  unfinished: Iterable<OrderId>,
): AsyncGenerator<Order> {
  let after: OrderPosition | undefined;
  do {
    const page = await orders.list({
      status: 'PROCESSING',
      limit: LIMITS.pageSize,
      ...(after !== undefined && { after }),
    });
    yield* page.orders;
    after = page.next;
  } while (after !== undefined);
  for (const orderId of unfinished) {
    const order = await orders.find(orderId);
    if (order !== undefined && isTerminal(order.status)) yield order;
  }
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
