import { SCHEMA_VERSIONS, type EventMetadata, type OrderEvent } from '../events/order-event.js';
import type { ActorKind } from './actor-kind.js';
import type { Command, OrderEventType } from './lifecycle.js';
import { toDecimal } from './money.js';
import type { HistoryEntry, Order } from './order.js';
import { toTimestamp, type Timestamp } from './timestamp.js';

/** The next version of an order, and the events to store with it in one write. */
export interface Change<O extends Order = Order> {
  readonly order: O;
  readonly events: readonly OrderEvent[];
}

/** When an order is changed, by whom, and for which request. */
export interface ChangeContext {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The subject of the caller, or the name of the function. */
  readonly actor: string;
  readonly actorKind?: ActorKind;
  readonly correlationId: string;
  /** The id of the request or event that causes the change; the correlation id by default. */
  readonly causationId?: string;
}

/** The fields that every change replaces. */
export interface Advance {
  readonly version: number;
  readonly updatedAt: Timestamp;
  readonly history: readonly HistoryEntry[];
}

/**
 * The fields that every change replaces: the next version, an entry in the history, and a time that is
 * never before that of the previous version.
 */
export function advance<S extends Order['status']>(
  previous: Pick<Order, 'version' | 'updatedAt' | 'history'> | undefined,
  command: Command,
  status: S,
  context: ChangeContext,
  note?: string,
): Advance & { readonly status: S } {
  const now = toTimestamp(context.now);
  const updatedAt = previous !== undefined && previous.updatedAt > now ? previous.updatedAt : now;
  const version = (previous?.version ?? 0) + 1;
  const entry: HistoryEntry = {
    version,
    command,
    status,
    at: updatedAt,
    actor: context.actor,
    ...(context.actorKind !== undefined && { actorKind: context.actorKind }),
    correlationId: context.correlationId,
    ...(note !== undefined && { note }),
  };
  return { status, version, updatedAt, history: [...(previous?.history ?? []), entry] };
}

/**
 * The detail of an event: the fields that every order event has, and those of its own type. They are
 * added here, because V8 on Node 20 takes 2 µs to add a field to an object that was spread.
 */
export function eventDetail<O extends Order, Own extends object>(
  order: O,
  type: OrderEventType,
  context: ChangeContext,
  own: Own,
) {
  const metadata: EventMetadata = {
    eventId: `${order.orderId}:${order.version}:0`,
    orderVersion: order.version,
    schemaVersion: SCHEMA_VERSIONS[type],
    occurredAt: order.updatedAt,
    correlationId: context.correlationId,
    causationId: context.causationId ?? context.correlationId,
  };
  const status: O['status'] = order.status;
  return {
    orderId: order.orderId,
    customerName: order.customerName,
    totalAmount: toDecimal(order.totalAmount),
    status,
    createdAt: order.createdAt,
    priority: order.priority,
    metadata,
    ...own,
  };
}
