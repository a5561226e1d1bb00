import { orderIdOf, type OrderId, type OrderKey } from '@snacks/domain';

/** So many others changed the stock meanwhile that the order did not get through. Repeat the call. */
export class StockContendedError extends Error {
  readonly code = 'STOCK_CONTENDED';
  override readonly name = 'StockContendedError';

  readonly orderId: OrderId;

  constructor(order: OrderKey) {
    super(
      `The stock that order ${orderIdOf(order)} asks for is being changed by many at once: try again.`,
    );
    this.orderId = orderIdOf(order);
  }
}
