import type { OrderId } from '../order/order.js';

// What can go wrong behind a step of fulfilment. None of it is an answer to a client: the message
// that woke the processing is tried again, and ends in the dead-letter queue where that is in vain.

/** What the order had reserved was released, and is not to be sold any more. */
export class ReservationReleasedError extends Error {
  override readonly name = 'ReservationReleasedError';
  readonly code = 'RESERVATION_RELEASED';

  constructor(readonly orderId: OrderId) {
    super(`The stock of order ${orderId} was released: it cannot be sold.`);
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

  constructor(readonly orderId: OrderId) {
    super(`The payment of order ${orderId} is not authorised, so it cannot be captured.`);
  }
}
