import { orderIdOf, placedAtOf, type OrderKey } from '@snacks/domain/ports';
import { STOCK_ROWS } from '../tables.js';

/** The numbers of the rows. Row 0 decides whether the snack has a stock. */
export const ROW_NUMBERS: readonly number[] = Array.from({ length: STOCK_ROWS }, (_, n) => n);

/** One row of a snack's stock. */
export interface RowKey {
  readonly name: string;
  readonly row: number;
}

/** What a row has. */
export interface StockRow {
  /** `undefined` if the row has only fences: it never had pieces. */
  readonly available: number | undefined;
  readonly sold: number;
  /** The pieces that orders in progress hold. */
  readonly held: ReadonlyMap<OrderKey, number>;
  /** By counter: how many of its orders have been closed. */
  readonly fences: ReadonlyMap<number, number>;
  /** By row: all pieces that were ever sent to it, also those that have not arrived. */
  readonly sent: ReadonlyMap<number, number>;
  /** By row: all pieces that ever arrived from it. */
  readonly received: ReadonlyMap<number, number>;
  /** The size of the item. */
  readonly bytes: number;
}

/**
 * Orders that are placed within a tenth of a second share a row. They tend to be in the same batch of
 * messages, so that one write takes several of them.
 */
const SLICE_MILLISECONDS = 100;

/** The row that an order takes its pieces from: always the same one, for every snack. */
export function homeRowOf(order: OrderKey): number {
  return Math.floor(placedAtOf(order) / SLICE_MILLISECONDS) % STOCK_ROWS;
}

/**
 * The number of counters per row that detect late holds. Another order with the same counter that closes
 * makes a reservation start again. So there are more counters than orders that usually end during a
 * reservation.
 */
const FENCES = 64;

/** The order's counter. */
export function fenceOf(order: OrderKey): number {
  // Order ids are UUIDs whose last digits are random or part of a digest.
  const digits = Number.parseInt(orderIdOf(order).slice(-4), 16);
  return Number.isNaN(digits) ? 0 : digits % FENCES;
}

/** A row has at least so many pieces, if the snack has several rows with pieces. */
const MIN_PIECES = 8;

/** Divides pieces among the rows, evenly. Few pieces stay in few rows, so that an order finds them there. */
export function sharesOf(pieces: number): readonly number[] {
  const rows = Math.max(1, Math.min(STOCK_ROWS, Math.floor(pieces / MIN_PIECES)));
  return ROW_NUMBERS.map((row) =>
    row < rows ? Math.floor(pieces / rows) + (row < pieces % rows ? 1 : 0) : 0,
  );
}

/** The pieces that one row has sent to another, and that have not arrived. */
export function inTransit(rows: readonly (StockRow | undefined)[], from: number, to: number) {
  const total = rows[from]?.sent.get(to) ?? 0;
  const received = rows[to]?.received.get(from) ?? 0;
  return { total, received, pieces: Math.max(0, total - received) };
}
