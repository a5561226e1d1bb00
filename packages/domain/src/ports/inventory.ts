import type { OrderId } from '../order/order.js';

/** How many of which snack. */
export interface StockLine {
  readonly name: string;
  readonly quantity: number;
}

/**
 * The stock of snacks.
 *
 * - All lines of an order are reserved, or none.
 * - Both calls are keyed by the order: repeated, they change nothing and answer the same.
 */
export interface Inventory {
  /** Sets the lines aside for the order; `out of stock` where any of them is not to be had. */
  reserve(orderId: OrderId, lines: readonly StockLine[]): Promise<'reserved' | 'out of stock'>;

  /** Puts back what the order holds; nothing where it holds nothing. */
  release(orderId: OrderId): Promise<void>;
}
