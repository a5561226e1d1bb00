import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import {
  fromItem,
  hasCode,
  type Order,
  type OrderPage,
  type OrderQuery,
  type OrderStatus,
  type StoredOrderInvalidError,
} from '@snacks/domain';
import type { Document } from '../document-client.js';
import { IndexPartition, type IndexEntry, type OrdersIndex } from './index-partition.js';
import { fromSortKey, SHARDS, statusShard, toSortKey } from './order-item.js';
import { ORDERS_TABLE } from '../../tables.js';

/** Where orders are listed from. */
export interface ListingSource {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /** Hears of each item that is no order, which a page leaves out; thrown where it is left out. */
  readonly onUnreadable?: ((error: StoredOrderInvalidError) => void) | undefined;
}

/**
 * All states, each in a stage behind those from which a command leads to it. A listing of all
 * states reads them in this sequence: an order that moves on meanwhile moves into a stage that is
 * still to be read, and is not missed.
 */
export const STAGES: readonly (readonly OrderStatus[])[] = [
  ['NEW', 'PENDING_APPROVAL'],
  ['APPROVED'],
  ['PROCESSING'],
  ['PROCESSED', 'CANCELLED', 'REJECTED', 'FAILED'],
];

/**
 * Orders that a page by customer and state looks at before it ends, even if it holds fewer than
 * were asked for: so that a page costs no more for a customer with a hundred thousand orders. The
 * place where it ended is its `next`.
 */
export const FILTERED_PER_PAGE = 1_000;

/** The most that one query asks for where it filters. */
const FILTERED_PER_QUERY = 250;

/** Sorts behind every sort key, which begins with a digit or a sign. */
const NEWEST = '~';

/** One page of orders, by the index that fits the query. */
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
  // A sort key goes on behind its time, so every key of that very moment is greater than the time.
  const bounds = [NEWEST, createdBefore ?? NEWEST, after === undefined ? NEWEST : toSortKey(after)];
  const before = bounds.reduce((least, bound) => (bound < least ? bound : least));
  const filter = customerId !== undefined && status !== undefined ? { status } : {};
  return new IndexPartition(client, { tableName, index, partition, before, ...filter });
}

/** The newest orders of all stages, one more than the limit where there are so many. */
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

/** Both together, newest first. An order met twice moved on in between: the later sight counts. */
function union(earlier: readonly IndexEntry[], later: readonly IndexEntry[]): IndexEntry[] {
  const bySortKey = new Map([...earlier, ...later].map((entry) => [entry.sortKey, entry]));
  return [...bySortKey.values()].sort((a, b) => (a.sortKey < b.sortKey ? 1 : -1));
}

/**
 * The newest entries of several partitions, merged: at most `count`, and none older than `floor`.
 * The partitions are read side by side and in small portions, since each holds only a part of what
 * is looked for.
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
      // Those that run low are read as well: the round trips then happen at the same time.
      const low = partitions.filter((it) => it.buffered <= portion / 4 && readable(it));
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

/** A page of those entries of a partition that its filter lets through. */
async function filteredPage(
  partition: IndexPartition,
  limit: number,
  source: ListingSource,
): Promise<OrderPage> {
  let lookedAt = 0;
  let portion = limit + 1;
  while (partition.buffered <= limit && !partition.exhausted && lookedAt < FILTERED_PER_PAGE) {
    lookedAt += await partition.read(Math.min(portion, FILTERED_PER_PAGE - lookedAt));
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

/** The first `limit` entries as a page; that there are more shows that it has a next one. */
function pageOf(entries: readonly IndexEntry[], limit: number, source: ListingSource): OrderPage {
  const onPage = entries.slice(0, limit);
  const last = entries.length > limit ? onPage.at(-1) : undefined;
  return {
    orders: onPage.flatMap(({ item }) => ordersIn(item, source)),
    ...(last !== undefined && { next: fromSortKey(last.sortKey) }),
  };
}

/** The item's order; none where it cannot be read and somebody else is told of it. */
function ordersIn(item: Document, { onUnreadable }: ListingSource): Order[] {
  try {
    return [fromItem(item).order];
  } catch (error) {
    if (onUnreadable === undefined || !hasCode(error, 'STORED_ORDER_INVALID')) throw error;
    onUnreadable(error);
    return [];
  }
}
