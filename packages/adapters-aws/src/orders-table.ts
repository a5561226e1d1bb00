import type { TableDescription } from './table-description.js';

export type { IndexDescription, TableDescription } from './table-description.js';

/**
 * The orders table as plain data: what a test, the platform on one machine and the deployed stack
 * build it from, and what the repository takes its names from.
 *
 * Both indexes project whole items, so that a page of orders is answered by the index alone.
 */
export const ORDERS_TABLE = {
  partitionKey: 'orderId',
  indexes: {
    /** Every order, by state and shard: a bare state would be one hot partition. */
    byStatus: { name: 'by-status', partitionKey: 'statusShard', sortKey: 'createdAtOrderId' },
    /** Sparse: orders without a known owner are not in it. */
    byCustomer: { name: 'by-customer', partitionKey: 'customerId', sortKey: 'createdAtOrderId' },
  },
  /** The relay compares the version before a write with the one after it. */
  streamView: 'NEW_AND_OLD_IMAGES',
  /** Holds seconds since the epoch; only orders in a terminal state have it. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;
