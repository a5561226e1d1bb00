import type { OrderEvent } from '../events/order-event.js';
import type { ActorKind } from './actor-kind.js';
import { eventsOf } from './events-of.js';
import type { Command } from './lifecycle.js';
import type { HistoryEntry, Order } from './order.js';
import { toTimestamp, type Timestamp } from './timestamp.js';

/** The next version of an order, and its events, one or none, to be stored in one write. */
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

/** The change to this order, with its event. `changed` has the names of the fields that an update changed. */
export function changeTo<O extends Order>(
  order: O,
  { causationId }: ChangeContext,
  changed?: readonly string[],
): Change<O> {
  const events = eventsOf(order, {
    ...(causationId !== undefined && { causationId }),
    ...(changed !== undefined && { changed }),
  });
  return { order, events };
}
