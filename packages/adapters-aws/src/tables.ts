/** Describes a table. All key attributes are strings. */
export interface TableDescription {
  readonly partitionKey: string;
  /** @default a partition has one item */
  readonly sortKey?: string;
  readonly indexes?: Readonly<Record<string, IndexDescription>>;
  /** What a stream record has of a change. @default the table has no stream */
  readonly streamView?: 'NEW_AND_OLD_IMAGES';
  /** The attribute with the time at which DynamoDB deletes an item, in seconds since the epoch. */
  readonly timeToLiveAttribute?: string;
}

/** Describes a secondary index, which projects whole items. */
export interface IndexDescription {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

/**
 * Describes the orders table. The tests, the local platform and the deployed stack create it from this
 * description, and the repository takes its names from here.
 *
 * Both indexes project whole items, so that one query returns whole orders.
 */
export const ORDERS_TABLE = {
  partitionKey: 'orderId',
  indexes: {
    /** Every order, by state and shard. A state without shards would be a hot partition. */
    byStatus: { name: 'by-status', partitionKey: 'statusShard', sortKey: 'createdAtOrderId' },
    /** Sparse: it has only orders with an owner. */
    byCustomer: { name: 'by-customer', partitionKey: 'customerId', sortKey: 'createdAtOrderId' },
  },
  /** The relay compares the versions before and after a write. */
  streamView: 'NEW_AND_OLD_IMAGES',
  /** Only orders in a terminal state have it. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;

/**
 * Describes the stock table. It has two kinds of items:
 *
 * - `snack#Chips`, one for each snack with a stock: the available and the sold quantity, and one
 *   attribute for each order with a reservation.
 * - `order#…`, one for each order: the decision on its reservation.
 */
export const STOCK_TABLE = {
  partitionKey: 'id',
  /** Only the items of orders have it. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;

/**
 * Describes the ledger of the simulated payment provider: one item for each order. Its `orderId` is the
 * order's key: its id and the time of placing.
 */
export const PAYMENTS_TABLE = {
  partitionKey: 'orderId',
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;

/** Describes the table of approval tasks: one item for each order, with the set of its tokens. */
export const APPROVAL_TASKS_TABLE = {
  partitionKey: 'orderId',
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;

/** Describes the table of external events: one item for each event. */
export const EVENT_RECORDS_TABLE = {
  partitionKey: 'eventId',
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;

/** Describes the table of the catalogue: one item with all snacks on sale. */
export const CATALOGUE_TABLE = { partitionKey: 'id' } as const satisfies TableDescription;

/** Describes the table of operators' actions: one item for each action, all of a month in one partition. */
export const OPERATOR_ACTIONS_TABLE = {
  partitionKey: 'month',
  /** The time of the action and its id. */
  sortKey: 'atActionId',
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;
