import type { OrderKey } from '../order/order-key.js';

/** How many of which snack. */
export interface StockLine {
  readonly name: string;
  readonly quantity: number;
}

/** What a snack can be that nobody keeps a stock of. */
export const UNKNOWN_SNACKS = ['unlimited', 'refused'] as const;

/** What a snack is that nobody keeps a stock of: there is always enough, or none of it. */
export type UnknownSnacks = (typeof UNKNOWN_SNACKS)[number];

/**
 * The stock of snacks, as orders take from it. Each order's part is decided once: reserved, and then
 * released or sold; or never reserved.
 *
 * - All lines of an order are reserved, or none. No stock falls below zero.
 * - Available, reserved and sold pieces of a snack always come to the same.
 * - Every call is keyed by the order: repeated, also at the same time, it changes nothing more and
 *   returns the same. An order's lines are the same in each of its calls.
 * - What was decided stays: an order that was refused or released is never reserved again, however
 *   late a call of it takes effect, and one that is sold is neither reserved nor released again.
 * - An error leaves open whether the call took effect; repeating it is safe.
 */
export interface Inventory {
  /** Sets the lines aside for the order; `out of stock` where any of them is not to be had. */
  reserve(order: OrderKey, lines: readonly StockLine[]): Promise<'reserved' | 'out of stock'>;

  /** Puts back what the order holds, which may be nothing, and lets it hold nothing from now on. */
  release(order: OrderKey, lines: readonly StockLine[]): Promise<void>;

  /**
   * Counts as sold what the order holds.
   *
   * @throws {ReservationReleasedError} where it was released: there is nothing left to sell.
   */
  confirm(order: OrderKey, lines: readonly StockLine[]): Promise<void>;
}

/**
 * The lines with each snack once, by name: the order in which everybody takes them, so that two
 * orders for the same snacks meet at the first.
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
