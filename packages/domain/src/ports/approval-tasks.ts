import type { OrderId } from '../order/order.js';

/**
 * The tokens by which the approval workflow waits for the decision on an order.
 *
 * - A token added twice is kept once. Adding one takes away no other: of the tokens of an order, all
 *   but the newest may be closed.
 * - `tokensOf` sees every token whose `add` was acknowledged before it began.
 * - An order's tokens are kept for at least 30 days after the last one was added: longer than any
 *   approval may take, and the event of its decision may wait.
 */
export interface ApprovalTasks {
  add(orderId: OrderId, token: string): Promise<void>;

  /** In no particular order; none for an order that has no tokens (any more). */
  tokensOf(orderId: OrderId): Promise<readonly string[]>;
}
