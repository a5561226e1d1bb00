import type { ActorKind } from './actor-kind.js';
import type { Command, OrderStatus } from './lifecycle.js';
import type { Order } from './order.js';
import type { Timestamp } from './timestamp.js';

/** One change of an order, as its owner may see it: what the actor is, not who. */
export interface TimelineEntry {
  readonly version: number;
  readonly command: Command;
  /** The state that the change led to. */
  readonly status: OrderStatus;
  readonly at: Timestamp;
  /** Left out where it was not kept. */
  readonly actorKind?: ActorKind;
  readonly correlationId: string;
  /** What an approver wrote beside the decision. */
  readonly note?: string;
}

/** Every state that the order went through, oldest first: one entry per version. */
export function toTimeline({ history }: Pick<Order, 'history'>): TimelineEntry[] {
  return history.map(({ actor: _who, ...entry }) => entry);
}
