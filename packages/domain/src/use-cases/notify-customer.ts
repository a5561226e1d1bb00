import type { OrderEvent } from '../events/order-event.js';
import { LIFECYCLE } from '../order/lifecycle.js';
import { isFields } from '../order/field-rules.js';
import { toDecimal } from '../order/money.js';
import type { HistoryEntry, Order } from '../order/order.js';
import { toItemRecords } from '../order/record.js';
import type { Notifications } from '../ports/notifications.js';
import type { OrderRepository } from '../ports/order-repository.js';

/**
 * Tells people of a change of an order that an event on the bus tells of. Whoever may put events on
 * the bus may write any: the order is read, and has to say the same.
 */
export class NotifyCustomer {
  constructor(
    private readonly orders: OrderRepository,
    private readonly notifications: Notifications,
  ) {}

  /**
   * Returns `not so` where there is no such order (any more), or it never changed so: nobody is told,
   * and trying again is in vain.
   *
   * @throws what the ports throw: then trying again is right, and who is told twice sees it by the id.
   */
  async execute(event: OrderEvent): Promise<'told' | 'not so'> {
    const order = await this.orders.find(event.detail.orderId);
    if (order === undefined || !isSo(order, event)) return 'not so';
    await this.notifications.notify(event);
    return 'told';
  }
}

/**
 * Whether the order went through this change, and the event says nothing else. Two things are not kept
 * of a change, and are believed: what caused it, and what the order asked for before a later update.
 */
function isSo(order: Order, { type, detail }: OrderEvent): boolean {
  const change = order.history.find(({ version }) => version === detail.metadata.orderVersion);
  if (change === undefined || LIFECYCLE[change.command].event !== type) return false;
  const expected = {
    ...fieldsOf(order, change, detail),
    ...particularsOf(order, change, { ...detail }),
  };
  return canonical(expected) === canonical(detail);
}

/** What every event of the order says of this change. */
function fieldsOf(
  order: Order,
  change: HistoryEntry,
  { metadata, ...detail }: OrderEvent['detail'],
) {
  const asked = wasUpdatedAfter(change, order)
    ? detail
    : { customerName: order.customerName, totalAmount: toDecimal(order.totalAmount) };
  return {
    orderId: order.orderId,
    customerName: asked.customerName,
    totalAmount: asked.totalAmount,
    status: change.status,
    createdAt: order.createdAt,
    priority: order.priority,
    metadata: {
      eventId: `${order.orderId}:${change.version}:0`,
      orderVersion: change.version,
      schemaVersion: metadata.schemaVersion,
      occurredAt: change.at,
      correlationId: change.correlationId,
      causationId: metadata.causationId,
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** What only an event of this command says. */
function particularsOf(order: Order, change: HistoryEntry, detail: Fields): object {
  const { actor, note } = change;
  switch (change.command) {
    case 'place':
      return { customerId: order.customerId, ...contentOf(order, change, detail) };
    case 'update':
      return { changed: detail.changed, ...contentOf(order, change, detail) };
    case 'approve':
      return { decidedBy: actor, note };
    case 'reject':
    case 'expire':
      return { reason: reasonOf(order), decidedBy: actor, note };
    case 'cancel':
      return { cancelledBy: actor };
    default:
      return {
        reason: reasonOf(order),
        processedAt: order.status === 'PROCESSED' ? order.processedAt : undefined,
      };
  }
}

function contentOf(order: Order, change: HistoryEntry, detail: Fields): object {
  if (!wasUpdatedAfter(change, order)) {
    const { deliveryPreferences } = order;
    return { snackItems: toItemRecords(order.snackItems), deliveryPreferences };
  }
  const { snackItems, deliveryPreferences } = detail;
  return { snackItems, deliveryPreferences };
}

function wasUpdatedAfter(change: HistoryEntry, { history }: Order): boolean {
  return history.some(({ command, version }) => command === 'update' && version > change.version);
}

function reasonOf(order: Order): string | undefined {
  return 'reason' in order ? order.reason : undefined;
}

/** A value as JSON with its keys sorted: whoever carried it may have put them in another order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isFields(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
