import type { Cents } from '../order/money.js';
import type { OrderKey } from '../order/order-key.js';

/** The currency of every amount, by ISO 4217. */
export const CURRENCY = 'USD';

/** What an order asks of the payment provider. It is the same in each of its calls. */
export interface PaymentRequest {
  readonly order: OrderKey;
  readonly amount: Cents;
  readonly currency: typeof CURRENCY;
  /** Whose means of payment it is, where the order has a known owner. */
  readonly customerId?: string;
}

/** The provider's response to a request, with its own name for the payment. */
export type Authorisation =
  { readonly outcome: 'authorised'; readonly reference: string } | { readonly outcome: 'declined' };

/** What is asked of a payment provider for an order, each once. */
export type PaymentStep = 'authorise' | 'capture' | 'refund';

/** The idempotency key of a step: the same at every repeat, and of no other step or order. */
export function paymentKey(order: OrderKey, step: PaymentStep): string {
  return `${order}:${step}`;
}

/**
 * A payment provider that honours idempotency keys.
 *
 * - Every call is keyed by the order and the step: repeated, also at the same time, it changes
 *   nothing more and returns the same. Asked under one key for another amount, it refuses.
 * - Nothing is charged before it is captured, and nothing stays charged that is refunded.
 * - A refund is final: what was authorised is not captured any more, and an order that is refunded
 *   before it was authorised never will be, however late that call takes effect.
 * - An error, such as a response that does not come in time, leaves open whether the call took
 *   effect; repeating it is safe. A refusal is a response, never an error.
 */
export interface Payments {
  /**
   * Asks for the amount to be held on the customer's means of payment.
   *
   * @throws {PaymentMismatchError} where another amount was asked for under this key.
   */
  authorise(request: PaymentRequest): Promise<Authorisation>;

  /**
   * Takes the amount that was authorised.
   *
   * @throws {PaymentNotAuthorisedError} where it was not, or was refunded.
   */
  capture(order: OrderKey): Promise<void>;

  /** Gives back what was captured, and lets go of what was authorised; nothing where neither was. */
  refund(order: OrderKey): Promise<void>;
}
