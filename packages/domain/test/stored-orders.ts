import { ANYONE } from '../src/order/actor.js';
import type { Change } from '../src/order/change.js';
import type { ChangeCommand, OrderStatus } from '../src/order/lifecycle.js';
import type { Order } from '../src/order/order.js';
import type { Clock } from '../src/ports/clock.js';
import type { RequestContext } from '../src/use-cases/request-context.js';
import { aChangeBy, aPlacing, BUILT_AT, type OrderTraits } from '../src/testing/builders.js';
import type { InMemoryOrders } from './in-memory-orders.js';
import { present } from '../src/testing/assertions.js';

/** A stopped clock, a minute after the built orders. */
export const CLOCK: Clock = { now: () => BUILT_AT + 60_000 };

/** The context of a request without authentication. */
export function aRequestContext(overrides: Partial<RequestContext> = {}): RequestContext {
  return { actor: ANYONE, correlationId: 'correlation-2', ...overrides };
}

type Path = readonly ['medium' | 'high', ...ChangeCommand[]];

/** The priority of a new order, and the commands that change it to each state. */
const PATH_TO: Readonly<Record<OrderStatus, Path>> = {
  NEW: ['medium'],
  PENDING_APPROVAL: ['high'],
  APPROVED: ['high', 'approve'],
  REJECTED: ['high', 'reject'],
  CANCELLED: ['medium', 'cancel'],
  PROCESSING: ['medium', 'claim'],
  PROCESSED: ['medium', 'claim', 'complete'],
  FAILED: ['medium', 'claim', 'fail'],
};

/** Stores an order in any state, with one write for each change. */
export async function storedIn(
  status: OrderStatus,
  orders: InMemoryOrders,
  traits: Omit<OrderTraits, 'priority'> = {},
): Promise<Order> {
  const { placedAt = BUILT_AT } = traits;
  const [priority, ...commands] = PATH_TO[status];
  const placing = aPlacing({ ...traits, priority });
  await orders.add(placing, 'hash');
  let order: Order = placing.order;
  for (const command of commands) {
    const change: Change = present(aChangeBy(command, order, { now: placedAt }), command);
    await orders.save(change);
    order = change.order;
  }
  return order;
}
