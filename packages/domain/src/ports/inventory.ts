import type { OrderKey } from '../order/order-key.js';

/** A number of pieces of a snack. */
export interface StockLine {
  readonly name: string;
  readonly quantity: number;
}

/** Every way to handle snacks without a stock record. */
export const UNKNOWN_SNACKS = ['unlimited', 'refused'] as const;

/** How snacks without a stock record are handled: there is always enough of them, or never. */
export type UnknownSnacks = (typeof UNKNOWN_SNACKS)[number];

/**
 * The stock of snacks, as orders use it. An order reserves its lines once, and then releases them or
 * confirms them as sold.
 *
 * - All lines of an order are reserved, or none. No stock is ever below zero.
 * - These calls never change the sum of available, reserved and sold pieces of a snack.
 * - Every call is idempotent for an order: repeated, also concurrently, it has no further effect and
 *   returns the same result. The lines of an order are the same in all of its calls.
 * - A refused or released order never gets a reservation again, however late its call takes effect. A
 *   sold order is neither reserved nor released again.
 * - After an error it is unknown whether the call took effect; repeating it is safe.
 */
export interface Inventory {
  /** Reserves the lines for the order. Returns `out of stock` if any of them is not available. */
  reserve(order: OrderKey, lines: readonly StockLine[]): Promise<'reserved' | 'out of stock'>;

  /** Releases what the order has reserved, if anything. It cannot reserve again. */
  release(order: OrderKey, lines: readonly StockLine[]): Promise<void>;

  /**
   * Counts the reserved pieces of the order as sold.
   *
   * @throws {ReservationReleasedError} if the reservation was released.
   */
  confirm(order: OrderKey, lines: readonly StockLine[]): Promise<void>;
}

/**
 * The lines with each snack once, sorted by name. If all callers reserve in this order, two orders for
 * the same snacks conflict at the first one.
 */
export function stockLines(lines: readonly StockLine[]): StockLine[] {
  const quantities = new Map<string, number>();
  for (const { name, quantity } of lines) {
    quantities.set(name, (quantities.get(name) ?? 0) + quantity);
  }
  return Array.from(quantities, ([name, quantity]) => ({ name, quantity })).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}
