import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { hasCode, type Order, type OrderId, type StoredOrderInvalidError } from '@snacks/domain';
import type { OrderPage, OrderQuery } from '@snacks/domain/ports';
import { MAX_BATCH, readBatch } from '../read-batch.js';
import { IndexPartition, type OrdersIndex, type SortKey } from './index-partition.js';
import {
  fromSortKey,
  fromTableItem,
  groupOf,
  statusShard,
  toSortKey,
  type StatusGroup,
} from './order-item.js';
import { ORDERS_TABLE } from '../../tables.js';

/** The table that orders are listed from. */
export interface ListingSource {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /** The number of shards of each group in the index by status. */
  readonly statusShards: number;
  /** Called for each item that is not a valid order. @default the error is thrown */
  readonly onUnreadable?: ((error: StoredOrderInvalidError) => void) | undefined;
}

/**
 * All groups of the index by status, each in a later stage than the groups from which a command leads to
 * it. A listing of all states reads the stages in this sequence. An order that changes its group meanwhile
 * moves to a stage that is still to be read, so it is not missed.
 */
export const STAGES: readonly (readonly StatusGroup[])[] = [
  ['PENDING_APPROVAL'],
  ['open'],
  ['PROCESSED', 'CANCELLED', 'REJECTED', 'FAILED'],
];

/**
 * The maximum number of orders that a page reads, even if fewer match its state than its limit. It bounds
 * the cost of a page: half a read unit for each order of up to 4 KB. The page's `next` continues where it
 * ended.
 */
export const READ_PER_PAGE = 300;

/** Sorts before every sort key, which starts with a digit or a sign. */
const OLDEST = ' ';
/** Sorts after every sort key. */
const NEWEST = '~';

/**
 * Returns a page of orders. Reads the keys from the index that fits the query, and the orders from the
 * table. An order that is not in the table any more, or has another state there, is not on the page.
 *
 * @throws {ReadThrottledError} if DynamoDB throttles the table.
 */
export async function listOrders(source: ListingSource, query: OrderQuery): Promise<OrderPage> {
  const { limit, status } = query;
  const found: Order[] = [];
  let { after } = query;
  let portion = Math.min(limit, MAX_BATCH);
  let read = 0;
  do {
    // One more key than is read shows whether there are more orders.
    const keys = await firstKeys(source, query, after, portion + 1);
    const toRead = keys.slice(0, portion);
    const orders = await readOrders(
      source,
      toRead.map((key) => fromSortKey(key).orderId),
    );
    found.push(...orders.filter((order) => status === undefined || order.status === status));
    read += toRead.length;
    const last = keys.length > portion ? toRead.at(-1) : undefined;
    after = last === undefined ? undefined : fromSortKey(last);
    portion = portionFor(limit - found.length, found.length / read, READ_PER_PAGE - read);
  } while (after !== undefined && portion > 0);
  const orders = found.slice(0, limit);
  const next = found.length > limit ? orders.at(-1) : after;
  return {
    orders,
    ...(next !== undefined && { next: { createdAt: next.createdAt, orderId: next.orderId } }),
  };
}

/** How many orders to read for the missing ones, if as large a share of them matches as before. */
function portionFor(missing: number, share: number, left: number): number {
  return Math.min(Math.ceil(missing / share), MAX_BATCH, left);
}

/** Returns the first `count` sort keys of the orders that the query may match, after a position. */
async function firstKeys(
  source: ListingSource,
  query: OrderQuery,
  after: OrderQuery['after'],
  count: number,
): Promise<readonly SortKey[]> {
  const { status, customerId } = query;
  const { byStatus, byCustomer } = ORDERS_TABLE.indexes;
  const compare = query.oldestFirst === true ? ascending : descending;
  const range = rangeOf(query, after);
  const partition = (index: OrdersIndex, key: string) =>
    new IndexPartition(source.client, {
      tableName: source.tableName,
      index,
      partition: key,
      ...range,
    });
  if (customerId !== undefined) {
    return merge([partition(byCustomer, customerId)], count, compare);
  }
  const shards = Array.from({ length: source.statusShards }, (_, shard) => shard);
  const stages = status === undefined ? STAGES : [[groupOf(status)]];
  let keys: readonly SortKey[] = [];
  for (const groups of stages) {
    const partitions = groups.flatMap((group) =>
      shards.map((shard) => partition(byStatus, statusShard(group, shard))),
    );
    const ofStage = await merge(partitions, count, compare);
    keys = [...new Set([...keys, ...ofStage])].sort(compare).slice(0, count);
  }
  return keys;
}

type Comparison = (one: SortKey, other: SortKey) => number;

const ascending: Comparison = (one, other) => (one < other ? -1 : 1);
const descending: Comparison = (one, other) => (one < other ? 1 : -1);

function rangeOf({ createdBefore, oldestFirst = false }: OrderQuery, after: OrderQuery['after']) {
  // A sort key starts with its time, so every key of the same time sorts after the bare time.
  const end = createdBefore !== undefined && createdBefore < NEWEST ? createdBefore : NEWEST;
  const position = after && toSortKey(after);
  if (oldestFirst) return { oldestFirst, above: position ?? OLDEST, below: end };
  const below = position !== undefined && position < end ? position : end;
  return { oldestFirst, above: OLDEST, below };
}

/**
 * Returns the first `count` keys of several partitions. Reads the partitions concurrently in small portions,
 * because each has only a part of the result.
 */
async function merge(
  partitions: readonly IndexPartition[],
  count: number,
  compare: Comparison,
): Promise<readonly SortKey[]> {
  const portion = Math.min(count, Math.ceil((2 * count) / partitions.length) + 2);
  const merged: SortKey[] = [];
  while (merged.length < count) {
    if (partitions.some(({ buffered, exhausted }) => buffered === 0 && !exhausted)) {
      // Also reads the partitions with few buffered keys, to save later round trips.
      const low = partitions.filter(
        ({ buffered, exhausted }) => buffered <= portion / 4 && !exhausted,
      );
      await Promise.all(low.map(async (partition) => partition.read(portion)));
      continue;
    }
    const next = partitions.reduce<IndexPartition | undefined>(
      (best, partition) => (isBefore(partition.head, best?.head, compare) ? partition : best),
      undefined,
    );
    if (next?.head === undefined) break;
    merged.push(next.head);
    next.take();
  }
  return merged;
}

function isBefore(
  key: SortKey | undefined,
  other: SortKey | undefined,
  compare: Comparison,
): boolean {
  return key !== undefined && (other === undefined || compare(key, other) < 0);
}

/** Reads these orders, in the same sequence. Leaves out those that are not in the table. */
async function readOrders(
  { client, tableName, onUnreadable }: ListingSource,
  orderIds: readonly OrderId[],
): Promise<readonly Order[]> {
  const items = await readBatch(
    client,
    tableName,
    orderIds.map((orderId) => ({ orderId })),
  );
  const byId = new Map(items.map((item) => [item.orderId, item]));
  return orderIds.flatMap((orderId) => {
    const item = byId.get(orderId);
    try {
      return item === undefined ? [] : fromTableItem(item).order;
    } catch (error) {
      if (onUnreadable === undefined || !hasCode(error, 'STORED_ORDER_INVALID')) throw error;
      onUnreadable(error);
      return [];
    }
  });
}
