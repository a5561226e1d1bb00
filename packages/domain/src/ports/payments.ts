import type { Cents } from '../order/money.js';
import type { OrderId } from '../order/order.js';

/**
 * A payment provider that honours idempotency keys.
 *
 * - Every call is keyed by the order and the step: repeated, it changes nothing and answers the same.
 * - An error leaves open whether the call took effect; repeating it is safe.
 */
export interface Payments {
  /** Asks for the amount to be held on the customer's means of payment. */
  authorise(orderId: OrderId, amount: Cents): Promise<'authorised' | 'declined'>;

  /** Takes the amount that was authorised. */
  capture(orderId: OrderId): Promise<void>;

  /** Gives back what was captured, and lets go of what was authorised; nothing where neither was. */
  refund(orderId: OrderId): Promise<void>;
}
