import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  hasCode,
  type Order,
  type OrderStatus,
  type StoredOrderInvalidError,
} from '@snacks/domain';
import { fromItem, type OrderPage, type OrderQuery } from '@snacks/domain/ports';
import type { Document } from '../document-client.js';
import { IndexPartition, type IndexEntry, type OrdersIndex } from './index-partition.js';
import { fromSortKey, SHARDS, statusShard, toSortKey } from './order-item.js';
import { ORDERS_TABLE } from '../../tables.js';

/** The table that orders are listed from. */
export interface ListingSource {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Called for each item that is not a valid order. @default the error is thrown */
  readonly onUnreadable?: ((error: StoredOrderInvalidError) => void) | undefined;
}

/**
 * All states, each in a later stage than the states from which a command leads to it. A listing of all
 * states reads the stages in this sequence. An order that changes its state meanwhile moves to a stage
 * that is still to be read, so it is not missed.
 */
export const STAGES: readonly (readonly OrderStatus[])[] = [
  ['NEW', 'PENDING_APPROVAL'],
  ['APPROVED'],
  ['PROCESSING'],
  ['PROCESSED', 'CANCELLED', 'REJECTED', 'FAILED'],
];

/**
 * The maximum number of orders that a page by customer and state reads, even if it has fewer matches
 * than its limit. It bounds the cost of a page for customers with many orders. The page's `next`
 * continues where it ended.
 */
export const FILTERED_PER_PAGE = 1_000;

/** The maximum limit of one query with a filter. */
const FILTERED_PER_QUERY = 250;

/** Sorts after every sort key, which starts with a digit or a sign. */
const NEWEST = '~';

/** Returns a page of orders. Reads the index that fits the query. */
export async function listOrders(source: ListingSource, query: OrderQuery): Promise<OrderPage> {
  const { status, customerId } = query;
  if (customerId === undefined) {
    const stages = status === undefined ? STAGES : [[status]];
    return pageOf(await newestOfStages(source, query, stages), query.limit, source);
  }
  const partition = partitionOf(source, query, ORDERS_TABLE.indexes.byCustomer, customerId);
  return status === undefined
    ? pageOf(await newest([partition], query.limit + 1), query.limit, source)
    : filteredPage(partition, query.limit, source);
}

function partitionOf(
  { client, tableName }: ListingSource,
  { createdBefore, after, status, customerId }: OrderQuery,
  index: OrdersIndex,
  partition: string,
): IndexPartition {
  // A sort key starts with its time, so every key of the same time sorts after the bare time.
  const bounds = [NEWEST, createdBefore ?? NEWEST, after === undefined ? NEWEST : toSortKey(after)];
  const before = bounds.reduce((min, bound) => (bound < min ? bound : min));
  const filter = customerId !== undefined && status !== undefined ? { status } : {};
  return new IndexPartition(client, { tableName, index, partition, before, ...filter });
}

/** Returns the newest orders of all stages, at most one more than the limit. */
async function newestOfStages(
  source: ListingSource,
  query: OrderQuery,
  stages: readonly (readonly OrderStatus[])[],
): Promise<readonly IndexEntry[]> {
  const count = query.limit + 1;
  let found: readonly IndexEntry[] = [];
  for (const statuses of stages) {
    const partitions = statuses.flatMap((status) =>
      SHARDS.map((shard) =>
        partitionOf(source, query, ORDERS_TABLE.indexes.byStatus, statusShard(status, shard)),
      ),
    );
    const floor = found.length < count ? '' : (found.at(-1)?.sortKey ?? '');
    found = union(found, await newest(partitions, count, floor)).slice(0, count);
  }
  return found;
}

/** Merges two reads, newest first. An order in both changed its state in between; the later one counts. */
function union(earlier: readonly IndexEntry[], later: readonly IndexEntry[]): IndexEntry[] {
  const bySortKey = new Map([...earlier, ...later].map((entry) => [entry.sortKey, entry]));
  return [...bySortKey.values()].sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1));
}

/**
 * Merges the newest entries of several partitions: at most `count`, and none older than `floor`. Reads
 * the partitions concurrently in small portions, because each has only a part of the result.
 */
async function newest(
  partitions: readonly IndexPartition[],
  count: number,
  floor = '',
): Promise<readonly IndexEntry[]> {
  const portion = Math.min(count, Math.ceil((2 * count) / partitions.length) + 2);
  const readable = (partition: IndexPartition) =>
    !partition.exhausted && partition.readUpTo > floor;
  const found: IndexEntry[] = [];
  while (found.length < count) {
    if (partitions.some((partition) => partition.buffered === 0 && readable(partition))) {
      // Also reads the partitions with few buffered entries, to save later round trips.
      const low = partitions.filter(
        (partition) => partition.buffered <= portion / 4 && readable(partition),
      );
      await Promise.all(low.map(async (partition) => partition.read(portion)));
      continue;
    }
    const next = partitions.reduce<IndexPartition | undefined>(
      (best, partition) => (isNewer(partition.head, best?.head) ? partition : best),
      undefined,
    );
    if (next?.head === undefined || next.head.sortKey < floor) break;
    found.push(next.head);
    next.take();
  }
  return found;
}

function isNewer(entry: IndexEntry | undefined, other: IndexEntry | undefined): boolean {
  return entry !== undefined && (other === undefined || entry.sortKey > other.sortKey);
}

/** Returns a page of the entries of a partition that match its filter. */
async function filteredPage(
  partition: IndexPartition,
  limit: number,
  source: ListingSource,
): Promise<OrderPage> {
  let scanned = 0;
  let portion = limit + 1;
  while (partition.buffered <= limit && !partition.exhausted && scanned < FILTERED_PER_PAGE) {
    scanned += await partition.read(Math.min(portion, FILTERED_PER_PAGE - scanned));
    portion = Math.min(portion * 4, FILTERED_PER_QUERY);
  }
  const found: IndexEntry[] = [];
  for (let { head } = partition; head !== undefined; { head } = partition) {
    found.push(head);
    partition.take();
  }
  const page = pageOf(found, limit, source);
  return page.next !== undefined || partition.exhausted
    ? page
    : { ...page, next: fromSortKey(partition.readUpTo) };
}

/** Returns the first `limit` entries as a page. It has a next page if there are more entries. */
function pageOf(entries: readonly IndexEntry[], limit: number, source: ListingSource): OrderPage {
  const onPage = entries.slice(0, limit);
  const last = entries.length > limit ? onPage.at(-1) : undefined;
  return {
    orders: onPage.flatMap(({ item }) => ordersIn(item, source)),
    ...(last !== undefined && { next: fromSortKey(last.sortKey) }),
  };
}

/** Returns the item's order, or none if the item is invalid and `onUnreadable` is called. */
function ordersIn(item: Document, { onUnreadable }: ListingSource): Order[] {
  try {
    return [fromItem(item).order];
  } catch (error) {
    if (onUnreadable === undefined || !hasCode(error, 'STORED_ORDER_INVALID')) throw error;
    onUnreadable(error);
    return [];
  }
}
