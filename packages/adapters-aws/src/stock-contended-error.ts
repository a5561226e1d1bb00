import type { OrderId } from '@snacks/domain';

/** So many others changed the stock meanwhile that the order did not get through. Repeat the call. */
export class StockContendedError extends Error {
  readonly code = 'STOCK_CONTENDED';
  override readonly name = 'StockContendedError';

  constructor(readonly orderId: OrderId) {
    super(`The stock that order ${orderId} asks for is being changed by many at once: try again.`);
  }
}
