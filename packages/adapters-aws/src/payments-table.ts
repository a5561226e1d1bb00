import type { TableDescription } from './table-description.js';

/**
 * The books of the simulated payment provider as plain data: one item for each order. Its `orderId` is
 * the order's key: the id, and when the order was placed.
 */
export const PAYMENTS_TABLE = {
  partitionKey: 'orderId',
  /** Holds seconds since the epoch. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;
