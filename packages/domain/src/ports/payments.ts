import type { Cents } from '../order/money.js';
import type { OrderKey } from '../order/order-key.js';

/** The currency of every amount, by ISO 4217. */
export const CURRENCY = 'USD';

/** The payment of an order. It is the same in every authorisation of the order. */
export interface PaymentRequest {
  readonly order: OrderKey;
  readonly amount: Cents;
  readonly currency: typeof CURRENCY;
  /** Who pays; left out if the owner of the order is unknown. */
  readonly customerId?: string;
}

/** The provider's response to an authorisation. `reference` is its own id of the payment. */
export type Authorisation =
  | { readonly outcome: 'authorised'; readonly reference: string }
  | { readonly outcome: 'declined' };

/** The calls to a payment provider for an order. */
export type PaymentStep = 'authorise' | 'capture' | 'refund';

/** The idempotency key of a call: the same in every repeat, and different for other calls and orders. */
export function paymentKey(order: OrderKey, step: PaymentStep): string {
  return `${order}:${step}`;
}

/**
 * A payment provider that supports idempotency keys.
 *
 * - Every call is idempotent for an order: repeated, also concurrently, it has no further effect and
 *   returns the same result. An authorisation with another amount under the same key is refused.
 * - Only a captured payment is charged, and a refund returns the charge.
 * - A refund is final: a refunded payment is never captured. An order that is refunded before it is
 *   authorised is never authorised, however late that call takes effect.
 * - After an error, such as a timeout, it is unknown whether the call took effect; repeating it is safe.
 *   A decline is a response, never an error.
 */
export interface Payments {
  /**
   * Reserves the amount for the order.
   *
   * @throws {PaymentMismatchError} if another amount was requested for this order before.
   */
  authorise(request: PaymentRequest): Promise<Authorisation>;

  /**
   * Charges the authorised amount.
   *
   * @throws {PaymentNotAuthorisedError} if the payment was not authorised, or was refunded.
   */
  capture(order: OrderKey): Promise<void>;

  /** Returns a captured amount and cancels an authorisation; has no effect on the balance otherwise. */
  refund(order: OrderKey): Promise<void>;
}
