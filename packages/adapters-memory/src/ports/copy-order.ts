import type {
  Change,
  DeliveryPreferences,
  HistoryEntry,
  Order,
  OrderIn,
  OrderStatus,
} from '@snacks/domain';
import type { EventMetadata, OrderEvent } from '@snacks/domain/events';
import type { StoredOrder } from '@snacks/domain/ports';

// Written by hand, because `structuredClone` of one order takes longer than a whole write.
// An object to which fields are added is not copied by spreading: V8 then keeps it in several times
// the memory. The compiler finds a missing required field; the test of this file finds a missing
// optional field and a shared object.

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** The fields of an order in every state. */
type Fields = Mutable<Omit<OrderIn<'NEW'>, 'status'>>;

/** Copies a line of an order (price in cents) or of an event (price as a decimal). */
function copyLine<P extends number>(line: {
  readonly name: string;
  readonly quantity: number;
  readonly price: P;
}) {
  return { name: line.name, quantity: line.quantity, price: line.price };
}

function copyEntry(entry: HistoryEntry): HistoryEntry {
  const { version, command, status, at, actor, correlationId, actorKind, note } = entry;
  const copy: Mutable<HistoryEntry> = { version, command, status, at, actor, correlationId };
  if (actorKind !== undefined) copy.actorKind = actorKind;
  if (note !== undefined) copy.note = note;
  return copy;
}

function copyDelivery(preferences: DeliveryPreferences): DeliveryPreferences {
  return { ...preferences };
}

/** Copies the fields of every state. The status decides which other fields an order has. */
function copyFields<S extends OrderStatus>(order: Order, status: S): Fields & { status: S } {
  const copy: Fields & { status: S } = {
    orderId: order.orderId,
    status,
    customerName: order.customerName,
    snackItems: order.snackItems.map(copyLine),
    totalAmount: order.totalAmount,
    priority: order.priority,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    version: order.version,
    history: order.history.map(copyEntry),
  };
  if (order.customerId !== undefined) copy.customerId = order.customerId;
  if (order.deliveryPreferences !== undefined) {
    copy.deliveryPreferences = copyDelivery(order.deliveryPreferences);
  }
  return copy;
}

function copyEnding({ fulfilment, finishedBy }: OrderIn<'PROCESSED' | 'FAILED'>) {
  return {
    ...(fulfilment !== undefined && { fulfilment: { ...fulfilment } }),
    ...(finishedBy !== undefined && { finishedBy }),
  };
}

/** Returns a copy that shares no object with the order. */
export function copyOrder(order: Order): Order {
  const { status } = order;
  switch (status) {
    case 'PROCESSED':
      return Object.assign(
        copyFields(order, status),
        { processedAt: order.processedAt },
        copyEnding(order),
      );
    case 'REJECTED':
      return Object.assign(copyFields(order, status), { reason: order.reason });
    case 'FAILED':
      return Object.assign(copyFields(order, status), { reason: order.reason }, copyEnding(order));
    default:
      return copyFields(order, status);
  }
}

function copyMetadata(metadata: EventMetadata): EventMetadata {
  return {
    eventId: metadata.eventId,
    orderVersion: metadata.orderVersion,
    schemaVersion: metadata.schemaVersion,
    occurredAt: metadata.occurredAt,
    correlationId: metadata.correlationId,
    causationId: metadata.causationId,
  };
}

function copyDetail<D extends OrderEvent['detail']>(detail: D): D {
  const metadata = copyMetadata(detail.metadata);
  if (!('snackItems' in detail)) return { ...detail, metadata };

  const copy = { ...detail, metadata, snackItems: detail.snackItems.map(copyLine) };
  const { deliveryPreferences } = detail;
  if (!('changed' in detail) && deliveryPreferences === undefined) return copy;
  return {
    ...copy,
    ...('changed' in detail && { changed: [...detail.changed] }),
    ...(deliveryPreferences && { deliveryPreferences: copyDelivery(deliveryPreferences) }),
  };
}

function copyEvent<E extends OrderEvent>(event: E): E {
  return { ...event, detail: copyDetail(event.detail) };
}

/** Returns what a store keeps of a change. It shares no object with the change. */
export function copyChange({ order, events }: Change, requestHash: string): StoredOrder {
  return { order: copyOrder(order), events: events.map(copyEvent), requestHash };
}
