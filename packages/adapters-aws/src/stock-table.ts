import type { TableDescription } from './table-description.js';

/**
 * The stock table as plain data. It holds two kinds of items:
 *
 * - `snack#Chips`, one for each snack of which a stock is kept: what is available and sold, and one
 *   attribute for each order that holds some of it.
 * - `order#…`, one for each order that asked: what was decided on it.
 */
export const STOCK_TABLE = {
  partitionKey: 'id',
  /** Holds seconds since the epoch; only orders' items have it. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;
