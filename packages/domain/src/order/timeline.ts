import type { ActorKind } from './actor-kind.js';
import type { Command, OrderStatus } from './lifecycle.js';
import type { Order } from './order.js';
import type { Timestamp } from './timestamp.js';

/** One change of an order, as its owner may see it: with the kind of the actor, not the actor. */
export interface TimelineEntry {
  readonly version: number;
  readonly command: Command;
  /** The state after the change. */
  readonly status: OrderStatus;
  readonly at: Timestamp;
  /** Left out for changes from before it was stored. */
  readonly actorKind?: ActorKind;
  readonly correlationId: string;
  /** The approver's note on the decision. */
  readonly note?: string;
}

/** The changes of an order, oldest first: one entry per version. */
export function toTimeline({ history }: Pick<Order, 'history'>): TimelineEntry[] {
  return history.map(({ actor: _hidden, ...entry }) => entry);
}
