import {
  isTerminal,
  toMilliseconds,
  type Order,
  type OrderId,
  type OrderStatus,
} from '@snacks/domain';
import {
  fromItem,
  toItem,
  type OrderItem,
  type OrderPosition,
  type StoredOrder,
} from '@snacks/domain/ports';
import type { Document } from '../document-client.js';

/** The attributes that the table adds to the item that the domain defines. */
export interface TableAttributes {
  /** A hash of hexadecimal digits as bytes. */
  readonly requestHash: string | Uint8Array;
  /** The partition of the index by status: `open#3`. */
  readonly statusShard: string;
  /** The sort key of both indexes: `2026-11-21T09:30:00.000Z#…`. */
  readonly createdAtOrderId: string;
  /** Identifies the call that wrote this version, so that it recognises its write after a lost response. */
  readonly writeId: string;
  /** When DynamoDB may delete the order, in seconds since the epoch. Terminal orders only. */
  readonly expiresAt?: number;
}

/** The item of an order in the table. */
export type TableItem = Omit<OrderItem, 'requestHash'> & TableAttributes;

/** The part of the index by status in which the orders of a state are. */
export type StatusGroup = 'open' | Exclude<OrderStatus, 'NEW' | 'APPROVED' | 'PROCESSING'>;

/**
 * Returns the part of the index by status in which the orders of a state are. The states that an order has
 * for seconds only are in one group: a claim then moves no index entry. PENDING_APPROVAL has its own group,
 * because orders may wait in it for a day, and each page of the open group would read them.
 */
export function groupOf(status: OrderStatus): StatusGroup {
  switch (status) {
    case 'NEW':
    case 'APPROVED':
    case 'PROCESSING':
      return 'open';
    default:
      return status;
  }
}

/**
 * Returns an order's shard, from 0 to `shards - 1`. An id always has the same one among as many shards, and ids
 * are spread evenly.
 */
export function shardOf(orderId: OrderId, shards: number): number {
  // Order ids are UUIDs whose last digits are random or part of a digest.
  const digits = Number.parseInt(orderId.slice(-4), 16);
  return Number.isNaN(digits) ? 0 : Math.abs(digits) % shards;
}

/** Returns the partition key of the index by status for a group and a shard. */
export function statusShard(group: StatusGroup, shard: number): string {
  return `${group}#${shard}`;
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
  /** The number of shards of each group in the index by status. */
  readonly statusShards: number;
}

/** Returns the item to store: the domain's item with the table's attributes. */
export function toTableItem(stored: StoredOrder, writing: Writing): TableItem {
  const { order } = stored;
  const expiresAt = expiry(order, writing.retentionDays);
  return {
    ...toItem(stored),
    requestHash: toBytes(stored.requestHash),
    statusShard: statusShard(groupOf(order.status), shardOf(order.orderId, writing.statusShards)),
    createdAtOrderId: toSortKey(order),
    writeId: writing.writeId,
    ...(expiresAt !== undefined && { expiresAt }),
  };
}

/**
 * Reads an item of the table.
 *
 * @throws {StoredOrderInvalidError} as `fromItem` of the domain does.
 */
export function fromTableItem(item: Document): StoredOrder {
  const { requestHash } = item;
  return fromItem(
    requestHash instanceof Uint8Array
      ? { ...item, requestHash: Buffer.from(requestHash).toString('hex') }
      : item,
  );
}

/** Converts hexadecimal digits to the bytes that they mean. Leaves any other text as it is. */
function toBytes(hash: string): string | Uint8Array {
  return /^(?:[0-9a-f]{2})+$/.test(hash) ? Buffer.from(hash, 'hex') : hash;
}

const DAY_SECONDS = 86_400;

function expiry(order: Order, retentionDays: number | undefined): number | undefined {
  if (retentionDays === undefined || !isTerminal(order.status)) return undefined;
  return Math.ceil(toMilliseconds(order.updatedAt) / 1_000 + retentionDays * DAY_SECONDS);
}
