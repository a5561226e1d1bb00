import type { OrderId } from '@snacks/domain';
import { orderIdOf, type OrderKey } from '@snacks/domain/ports';

/** Concurrent changes of the stock prevented the reservation. Repeat the call. */
export class StockContendedError extends Error {
  readonly code = 'STOCK_CONTENDED';
  override readonly name = 'StockContendedError';

  readonly orderId: OrderId;

  constructor(order: OrderKey) {
    super(
      `Too many concurrent changes of the stock that order ${orderIdOf(order)} needs. Try again.`,
    );
    this.orderId = orderIdOf(order);
  }
}
