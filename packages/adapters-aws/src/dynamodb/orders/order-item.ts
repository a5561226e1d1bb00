import {
  isTerminal,
  toMilliseconds,
  type Order,
  type OrderId,
  type OrderStatus,
} from '@snacks/domain';
import { toItem, type OrderItem, type OrderPosition, type StoredOrder } from '@snacks/domain/ports';

/** The attributes that the table adds to the item that the domain defines. */
export interface TableAttributes {
  /** The partition of the index by status: `NEW#3`. */
  readonly statusShard: string;
  /** The sort key of both indexes: `2026-11-21T09:30:00.000Z#…`. */
  readonly createdAtOrderId: string;
  /** Identifies the call that wrote this version, so that it recognises its write after a lost response. */
  readonly writeId: string;
  /** When DynamoDB may delete the order, in seconds since the epoch. Terminal orders only. */
  readonly expiresAt?: number;
}

/** The item of an order in the table. */
export type TableItem = OrderItem & TableAttributes;

/**
 * The number of index partitions for the orders of one state. A partition takes 1,000 write units a
 * second. An order of 2 KB costs 2 units when it enters a state and 2 when it leaves it, so eight
 * partitions take about 2,000 orders a second. A page by state takes eight queries. More shards take
 * more orders and make each page more expensive.
 *
 * You can raise the number while orders are written. Lowering it hides the orders of the removed shards
 * until they are written again.
 */
export const STATUS_SHARDS = 8;

export const SHARDS: readonly number[] = Array.from({ length: STATUS_SHARDS }, (_, n) => n);

/** Returns an order's shard. An id always has the same shard, and ids are spread evenly. */
export function shardOf(orderId: OrderId): number {
  // Order ids are UUIDs whose last digits are random or part of a digest.
  const digits = Number.parseInt(orderId.slice(-4), 16);
  return Number.isNaN(digits) ? 0 : Math.abs(digits) % STATUS_SHARDS;
}

/** Returns the partition key of the index by status for a state and a shard. */
export function statusShard(status: OrderStatus, shard: number): string {
  return `${status}#${shard}`;
}

/** Converts a position in a listing to the sort key of both indexes. */
export function toSortKey({ createdAt, orderId }: OrderPosition): string {
  return `${createdAt}#${orderId}`;
}

/** Converts a sort key of an index to the position in a listing. */
export function fromSortKey(sortKey: string): OrderPosition {
  const separator = sortKey.indexOf('#');
  return { createdAt: sortKey.slice(0, separator), orderId: sortKey.slice(separator + 1) };
}

/** What a write adds to an order. */
export interface Writing {
  /** Unique for each call. */
  readonly writeId: string;
  /** Days for which a terminal order is kept; `undefined` means for ever. */
  readonly retentionDays: number | undefined;
}

/** Returns the item to store: the domain's item with the table's attributes. */
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
