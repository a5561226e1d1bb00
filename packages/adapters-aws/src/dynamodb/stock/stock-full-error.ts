import { orderIdOf, type OrderId, type OrderKey } from '@snacks/domain';

/**
 * The snack's item holds as many reservations as fit into it, some 7,000. Nothing was set aside: repeat
 * the call once orders under way have come to their end.
 */
export class StockFullError extends Error {
  readonly code = 'STOCK_FULL';
  override readonly name = 'StockFullError';
  readonly orderId: OrderId;

  /** @param snack its name is no customer's. */
  constructor(
    readonly snack: string,
    order: OrderKey,
  ) {
    super(
      `So many orders under way hold ${snack} that its item takes no further one: order ${orderIdOf(order)} has to wait until some have ended.`,
    );
    this.orderId = orderIdOf(order);
  }
}
