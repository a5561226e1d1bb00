import type { OrderId } from '../order/order.js';

/**
 * The task tokens with which the approval workflow waits for the decision on an order.
 *
 * - A token that is added twice is stored once. Adding a token removes no other token of the order; all
 *   but the newest may be used already.
 * - `tokensOf` returns every token whose `add` was acknowledged before the call.
 * - The tokens of an order are stored for at least 30 days after the last one was added: longer than an
 *   approval and the delivery of the decision's event can take.
 */
export interface ApprovalTasks {
  add(orderId: OrderId, token: string): Promise<void>;

  /** The tokens of an order, in no particular order; an empty list if it has none. */
  tokensOf(orderId: OrderId): Promise<readonly string[]>;
}
