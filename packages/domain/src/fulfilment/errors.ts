import type { OrderId } from '../order/order.js';
import { orderIdOf, type OrderKey } from '../order/order-key.js';

// The errors of fulfilment steps. No client gets them: the message that started the processing is retried,
// and moves to the dead-letter queue if every retry fails.

/** Concurrent changes outdated what a fulfilment step had prepared, in every attempt. Repeat the call. */
export class FulfilmentContendedError extends Error {
  override readonly name = 'FulfilmentContendedError';
  readonly code = 'FULFILMENT_CONTENDED';

  /** @param step the name of the step. */
  constructor(
    readonly orderId: OrderId,
    readonly step: string,
  ) {
    super(`Concurrent changes outdated the ${step} step of order ${orderId} each time. Try again.`);
  }
}

/** The available pieces of a snack cannot be set to this value. */
export class StockQuantityInvalidError extends Error {
  override readonly name = 'StockQuantityInvalidError';
  readonly code = 'STOCK_QUANTITY_INVALID';

  constructor() {
    super('The stock of a snack must be a whole number of pieces, 0 or more.');
  }
}

/** There is no authorisation to capture: the payment was never authorised, or was refunded. */
export class PaymentNotAuthorisedError extends Error {
  override readonly name = 'PaymentNotAuthorisedError';
  readonly code = 'PAYMENT_NOT_AUTHORISED';
  readonly orderId: OrderId;

  constructor(order: OrderKey) {
    super(`The payment of order ${orderIdOf(order)} cannot be captured: it is not authorised.`);
    this.orderId = orderIdOf(order);
  }
}

/** An authorisation with the same idempotency key, but another amount, was requested before. */
export class PaymentMismatchError extends Error {
  override readonly name = 'PaymentMismatchError';
  readonly code = 'PAYMENT_MISMATCH';
  readonly orderId: OrderId;

  constructor(order: OrderKey) {
    super(
      `The payment of order ${orderIdOf(order)} was requested before with another amount: it is not authorised again.`,
    );
    this.orderId = orderIdOf(order);
  }
}
