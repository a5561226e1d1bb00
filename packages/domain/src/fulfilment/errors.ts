import type { OrderId } from '../order/order.js';
import { orderIdOf, type OrderKey } from '../order/order-key.js';

// The errors of fulfilment steps. No client gets them: the message that started the processing is retried,
// and moves to the dead-letter queue if every retry fails.

/** The reservation of the order was released, so that its stock cannot be sold. */
export class ReservationReleasedError extends Error {
  override readonly name = 'ReservationReleasedError';
  readonly code = 'RESERVATION_RELEASED';
  readonly orderId: OrderId;

  constructor(order: OrderKey) {
    super(`The stock of order ${orderIdOf(order)} was released: it cannot be sold.`);
    this.orderId = orderIdOf(order);
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
