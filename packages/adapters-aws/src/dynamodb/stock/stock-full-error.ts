import type { OrderId } from '@snacks/domain';
import { orderIdOf, type OrderKey } from '@snacks/domain/ports';

/**
 * The snack's item has as many reservations as fit into it, about 7,000. Nothing was reserved. Repeat
 * the call when some orders in progress have ended.
 */
export class StockFullError extends Error {
  readonly code = 'STOCK_FULL';
  override readonly name = 'StockFullError';
  readonly orderId: OrderId;

  /** @param snack the snack's name, which may be logged. */
  constructor(
    readonly snack: string,
    order: OrderKey,
  ) {
    super(
      `The stock item of ${snack} has no space for a further reservation. Order ${orderIdOf(order)} must wait until others have ended.`,
    );
    this.orderId = orderIdOf(order);
  }
}
