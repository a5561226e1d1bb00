import type { OrderEvent } from '../events/order-event.js';
import { LIFECYCLE } from '../order/lifecycle.js';
import { toDecimal } from '../order/money.js';
import type { HistoryEntry, Order } from '../order/order.js';
import { toItemRecords } from '../order/record.js';
import type { Notifications } from '../ports/notifications.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { isFields } from '../validation/field-rule.js';

/**
 * Notifies the customer of an order's change, which an event on the bus reports. Every sender on the bus
 * could forge events, so the event is compared with the order first.
 */
export class NotifyCustomer {
  constructor(
    private readonly orders: OrderRepository,
    private readonly notifications: Notifications,
  ) {}

  /**
   * Returns `unconfirmed` if there is no such order, or its history does not have this change. Then no
   * notification is sent, and a retry cannot succeed.
   *
   * @throws the error of a port. Repeat the call: the customer can recognise a repeated notification by
   *   the id of the event.
   */
  async execute(event: OrderEvent): Promise<'notified' | 'unconfirmed'> {
    const order = await this.orders.find(event.detail.orderId);
    if (order === undefined || !confirms(order, event)) return 'unconfirmed';
    await this.notifications.notify(event);
    return 'notified';
  }
}

/**
 * Whether the history has this change, and every field of the event agrees with the order. Two things are
 * not stored, and cannot be compared: the cause of a change, and the content before a later update.
 */
function confirms(order: Order, { type, detail }: OrderEvent): boolean {
  const change = order.history.find(({ version }) => version === detail.metadata.orderVersion);
  if (change === undefined || LIFECYCLE[change.command].event !== type) return false;
  const expected = {
    ...fieldsOf(order, change, detail),
    ...ownFieldsOf(order, change, { ...detail }),
  };
  return canonical(expected) === canonical(detail);
}

/** The fields that every event of this change has. */
function fieldsOf(
  order: Order,
  change: HistoryEntry,
  { metadata, ...detail }: OrderEvent['detail'],
) {
  const content = wasUpdatedAfter(change, order)
    ? detail
    : { customerName: order.customerName, totalAmount: toDecimal(order.totalAmount) };
  return {
    orderId: order.orderId,
    customerName: content.customerName,
    totalAmount: content.totalAmount,
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

/** The fields that only an event of this command has. */
function ownFieldsOf(order: Order, change: HistoryEntry, detail: Fields): object {
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

/** A value as JSON with sorted keys: the bus may change their order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isFields(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
