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

/** Describes a secondary index. */
export interface IndexDescription {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Which attributes of an item it has: those of its own key and of the table's. */
  readonly projection: 'KEYS_ONLY';
}

const KEYS_BY_TIME = { sortKey: 'createdAtOrderId', projection: 'KEYS_ONLY' } as const;

/**
 * Describes the orders table. The tests, the local platform and the deployed stack create it from this
 * description, and the repository takes its names from here.
 *
 * The indexes have only keys, so that a write of an order costs one unit in each at most. A listing reads
 * the orders from the table.
 */
export const ORDERS_TABLE = {
  partitionKey: 'orderId',
  indexes: {
    /** Every order, by group of states and shard. A group without shards would be a hot partition. */
    byStatus: { name: 'by-status', partitionKey: 'statusShard', ...KEYS_BY_TIME },
    /** Sparse: it has only orders with an owner. */
    byCustomer: { name: 'by-customer', partitionKey: 'customerId', ...KEYS_BY_TIME },
  },
  /** The relay compares the versions before and after a write. */
  streamView: 'NEW_AND_OLD_IMAGES',
  /** Only orders in a terminal state have it. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;

/**
 * The default number of index partitions for the orders of one group of states. A partition takes 1,000 write
 * units a second. An order costs one unit when it enters a group and one when it leaves it, so eight partitions
 * take about 4,000 orders a second. A page by state takes a query for each. More shards take more orders and
 * make each page more expensive.
 */
export const STATUS_SHARDS = 8;

/**
 * Describes the stock table. A snack has several rows, of which each is an item: its available and sold
 * pieces, the pieces that each order in progress holds, and counters. See `stockRowId`.
 */
export const STOCK_TABLE = { partitionKey: 'id' } as const satisfies TableDescription;

/**
 * The number of rows of a snack's stock. Each is an item of its own, because one item takes 1,000 write
 * units a second. Changing it requires a stage without orders in progress.
 */
export const STOCK_ROWS = 8;

/** The ids of all rows of a snack. */
export function stockRowIds(name: string): readonly string[] {
  return Array.from({ length: STOCK_ROWS }, (_, row) => stockRowId(name, row));
}

/** The id of a row's item: `snack#Chips` for row 0, which every snack with a stock has; `row3#Chips` for row 3. */
export function stockRowId(name: string, row: number): string {
  return row === 0 ? `snack#${name}` : `row${row}#${name}`;
}

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
