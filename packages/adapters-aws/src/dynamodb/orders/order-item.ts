import {
  isTerminal,
  toItem,
  toMilliseconds,
  type Order,
  type OrderId,
  type OrderItem,
  type OrderPosition,
  type OrderStatus,
  type StoredOrder,
} from '@snacks/domain';

/** What the table needs of an order beyond the item that the domain defines. */
export interface TableAttributes {
  /** The partition of the index by status: `NEW#3`. */
  readonly statusShard: string;
  /** The order's place in both indexes: `2026-11-21T09:30:00.000Z#…`. Sorts as text. */
  readonly createdAtOrderId: string;
  /** Of the call that wrote this version: so a call whose response was lost knows its own write. */
  readonly writeId: string;
  /** When DynamoDB may delete the order, in seconds since the epoch. Terminal orders only. */
  readonly expiresAt?: number;
}

/** The item of an order in the table. */
export type TableItem = OrderItem & TableAttributes;

/**
 * Partitions over which the orders of one state are spread. A partition takes 1,000 write units a
 * second; an order of 2 KB costs an index partition 2 units when it enters a state and 2 when it
 * leaves it, so that eight partitions carry about 2,000 orders a second, and a page by state takes
 * eight queries. More shards carry more and make every page dearer.
 *
 * Raising it is safe while orders are written; lowering it hides the orders of the shards that are
 * no longer read, until each is written again.
 */
export const STATUS_SHARDS = 8;

/** All shards. */
export const SHARDS: readonly number[] = Array.from({ length: STATUS_SHARDS }, (_, n) => n);

/** The order's shard: always the same for one id, and spread evenly over all ids. */
export function shardOf(orderId: OrderId): number {
  // The last digits of a UUID are random, or of a digest. Other texts do not occur as order ids.
  const digits = Number.parseInt(orderId.slice(-4), 16);
  return Number.isNaN(digits) ? 0 : Math.abs(digits) % STATUS_SHARDS;
}

/** The partition of the index by status that holds a state's orders of one shard. */
export function statusShard(status: OrderStatus, shard: number): string {
  return `${status}#${shard}`;
}

/** The sort key of both indexes for a place in a listing. */
export function toSortKey({ createdAt, orderId }: OrderPosition): string {
  return `${createdAt}#${orderId}`;
}

/** The place in a listing that a sort key of an index stands for. */
export function fromSortKey(sortKey: string): OrderPosition {
  const separator = sortKey.indexOf('#');
  return { createdAt: sortKey.slice(0, separator), orderId: sortKey.slice(separator + 1) };
}

/** How an order is written. */
export interface Writing {
  /** Different for each call. */
  readonly writeId: string;
  /** Days for which a terminal order is kept; for ever where it is left out. */
  readonly retentionDays: number | undefined;
}

/** The item to store, as the domain lays it out, with the keys of the indexes. */
export function toTableItem(stored: StoredOrder, writing: Writing): TableItem {
  const { order } = stored;
  const expiresAt = expiry(order, writing.retentionDays);
  return {
    ...toItem(stored),
    statusShard: statusShard(order.status, shardOf(order.orderId)),
    createdAtOrderId: toSortKey(order),
    writeId: writing.writeId,
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

const DAY_SECONDS = 86_400;

function expiry(order: Order, retentionDays: number | undefined): number | undefined {
  if (retentionDays === undefined || !isTerminal(order.status)) return undefined;
  return Math.ceil(toMilliseconds(order.updatedAt) / 1_000 + retentionDays * DAY_SECONDS);
}
