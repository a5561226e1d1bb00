/** A table as plain data. All key attributes are strings. */
export interface TableDescription {
  readonly partitionKey: string;
  readonly indexes?: Readonly<Record<string, IndexDescription>>;
  /** What the table's stream tells of a change; without it the table has no stream. */
  readonly streamView?: 'NEW_AND_OLD_IMAGES';
  /** The attribute with the second since the epoch after which DynamoDB deletes an item. */
  readonly timeToLiveAttribute?: string;
}

/** A secondary index, which projects whole items. */
export interface IndexDescription {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

/**
 * The orders table as plain data: what a test, the platform on one machine and the deployed stack
 * build it from, and what the repository takes its names from.
 *
 * Both indexes project whole items, so that a page of orders is returned by the index alone.
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

/**
 * The books of the simulated payment provider as plain data: one item for each order. Its `orderId` is
 * the order's key: the id, and when the order was placed.
 */
export const PAYMENTS_TABLE = {
  partitionKey: 'orderId',
  /** Holds seconds since the epoch. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;

/** The table of approval tasks as plain data: one item an order, with the set of its tokens. */
export const APPROVAL_TASKS_TABLE = {
  partitionKey: 'orderId',
  /** Holds seconds since the epoch. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;

/** The table of external events as plain data: what the deployed stack builds it from, too. */
export const EVENT_RECORDS_TABLE = {
  partitionKey: 'eventId',
  /** Holds seconds since the epoch; every record has it. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;
