import type { OrderId } from '@snacks/domain';
import { orderIdOf, type OrderKey } from '@snacks/domain/ports';

/**
 * The order's row of a snack has as many holds as it takes, about 500. Nothing was held for this snack.
 * Repeat the call when some orders in progress have ended.
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
      `The stock row of ${snack} has no space for a further hold. Order ${orderIdOf(order)} must wait until others have ended.`,
    );
    this.orderId = orderIdOf(order);
  }
}
