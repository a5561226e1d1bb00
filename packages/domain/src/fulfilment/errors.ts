import type { OrderId } from '../order/order.js';
import { orderIdOf, type OrderKey } from '../order/order-key.js';

// What can go wrong behind a step of fulfilment. None of it is a response to a client: the message
// that woke the processing is tried again, and ends in the dead-letter queue where that is in vain.

/** What the order had reserved was released, and is not to be sold any more. */
export class ReservationReleasedError extends Error {
  override readonly name = 'ReservationReleasedError';
  readonly code = 'RESERVATION_RELEASED';
  readonly orderId: OrderId;

  constructor(order: OrderKey) {
    super(`The stock of order ${orderIdOf(order)} was released: it cannot be sold.`);
    this.orderId = orderIdOf(order);
  }
}

/** A stock cannot be set to this. */
export class StockQuantityInvalidError extends Error {
  override readonly name = 'StockQuantityInvalidError';
  readonly code = 'STOCK_QUANTITY_INVALID';

  constructor() {
    super('A stock must be a whole number of pieces, 0 or more.');
  }
}

/** There is no authorisation to capture: none was given, or it was refunded. */
export class PaymentNotAuthorisedError extends Error {
  override readonly name = 'PaymentNotAuthorisedError';
  readonly code = 'PAYMENT_NOT_AUTHORISED';
  readonly orderId: OrderId;

  constructor(order: OrderKey) {
    super(`The payment of order ${orderIdOf(order)} is not authorised, so it cannot be captured.`);
    this.orderId = orderIdOf(order);
  }
}

/** Another amount was asked for under the key of a payment before: it is not the same payment. */
export class PaymentMismatchError extends Error {
  override readonly name = 'PaymentMismatchError';
  readonly code = 'PAYMENT_MISMATCH';
  readonly orderId: OrderId;

  constructor(order: OrderKey) {
    super(
      `The payment of order ${orderIdOf(order)} was asked for before, with another amount: nothing is taken.`,
    );
    this.orderId = orderIdOf(order);
  }
}
