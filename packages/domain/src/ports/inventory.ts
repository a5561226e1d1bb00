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
 * How a reservation ended. `outdated`: another call ended the order, or changed the stock, after the
 * reservation was prepared. Then prepare another one, and check the state of the order again.
 */
export type ReservationOutcome = 'reserved' | 'out of stock' | 'outdated';

/** A prepared reservation of an order. */
export interface Reservation {
  /**
   * Reserves all lines. After any other result than `reserved`, some lines may be reserved; the order's
   * next reservation uses them, and `release` returns them.
   */
  hold(): Promise<ReservationOutcome>;
}

/**
 * The stock of snacks, as orders use it. An order reserves its lines, and once it has a final state, it
 * confirms them as sold or releases them.
 *
 * The state of the order decides: the inventory stores no decisions. So reserve in three steps: `prepare`,
 * then make sure that the order is PROCESSING, by a read or a conditional write that begins after
 * `prepare` has returned, then `hold`. A hold that takes effect after the order was confirmed or released,
 * however late, changes nothing.
 *
 * - No stock is ever below zero.
 * - These calls never change the sum of available, reserved and sold pieces of a snack.
 * - Every call is idempotent for an order: repeated, also concurrently, it has no further effect. The
 *   lines of an order are the same in all of its calls.
 * - Call only one of `confirm` and `release` for an order, and only once it has a final state.
 * - After an error it is unknown whether the call took effect; repeating it is safe.
 */
export interface Inventory {
  /** Prepares a reservation of the lines. Changes nothing. */
  prepare(order: OrderKey, lines: readonly StockLine[]): Promise<Reservation>;

  /** Returns what the order has reserved, if anything. */
  release(order: OrderKey, lines: readonly StockLine[]): Promise<void>;

  /** Counts what the order has reserved as sold. */
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
