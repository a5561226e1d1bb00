import {
  VersionConflictError,
  type Change,
  type NewOrder,
  type Order,
  type OrderId,
  type PendingApprovalOrder,
} from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import {
  readEvents,
  toItem,
  type AddResult,
  type Clock,
  type OrderPage,
  type OrderQuery,
  type OrderRepository,
  type StoredOrder,
} from '@snacks/domain/ports';
import { copyChange, copyOrder } from './copy-order.js';
import { InMemoryStream } from '../stream/in-memory-stream.js';
import { OrderIndex, sortKeyOf, type IndexEntry, type SortKey } from './order-index.js';

/**
 * One write, as in a record of a DynamoDB stream with old and new images. Both are the objects that the
 * store keeps. Do not change them; the store does not either.
 */
export interface OrderChange {
  /** `undefined` for an order's first version. */
  readonly before: StoredOrder | undefined;
  readonly after: StoredOrder;
}

/** An order in the store. Each write replaces `stored` as a whole. */
class StoredEntry implements IndexEntry {
  readonly sortKey: SortKey;

  constructor(public stored: StoredOrder) {
    this.sortKey = sortKeyOf(stored.order);
  }

  get order(): Order {
    return this.stored.order;
  }
}

/**
 * Keeps orders in memory, with the stream of their changes, until the process ends or {@link expire}
 * removes them. Each call runs to completion synchronously, so calls never overlap, and reads and
 * lists return the latest version.
 */
export class InMemoryOrderRepository implements OrderRepository {
  /** One record per write, in the order of the writes. */
  readonly changes = new InMemoryStream<OrderChange>();

  private readonly entries = new Map<OrderId, StoredEntry>();
  private readonly index = new OrderIndex<StoredEntry>();

  /** @param clock gives the time of the records in {@link changes}. */
  constructor(private readonly clock: Clock) {}

  async add(
    change: Change<NewOrder | PendingApprovalOrder>,
    requestHash: string,
  ): Promise<AddResult> {
    const present = this.entries.get(change.order.orderId);
    if (present !== undefined) {
      return {
        added: false,
        order: copyOrder(present.order),
        requestHash: present.stored.requestHash,
      };
    }

    const stored = copyChange(change, requestHash);
    const entry = new StoredEntry(stored);
    this.entries.set(stored.order.orderId, entry);
    this.index.add(entry);
    this.changes.append({ before: undefined, after: stored }, this.clock.now());
    return { added: true };
  }

  async find(orderId: OrderId): Promise<Order | undefined> {
    const entry = this.entries.get(orderId);
    return entry && copyOrder(entry.order);
  }

  async save(change: Change): Promise<void> {
    const { orderId, version } = change.order;
    const entry = this.entries.get(orderId);
    if (entry === undefined || entry.order.version !== version - 1) {
      throw new VersionConflictError(orderId, version);
    }

    const before = entry.stored;
    const after = copyChange(change, before.requestHash);
    entry.stored = after;
    this.index.move(entry, before.order.status);
    this.changes.append({ before, after }, this.clock.now());
  }

  /**
   * Deletes an order and its idempotency key, as DynamoDB does when the time to live has passed.
   * Appends no record to the stream, because consumers ignore such deletions.
   */
  expire(orderId: OrderId): void {
    const entry = this.entries.get(orderId);
    if (entry === undefined) return;
    this.entries.delete(orderId);
    this.index.remove(entry);
  }

  async list(query: OrderQuery): Promise<OrderPage> {
    // One more than the page's limit shows whether there is a next page.
    const found = this.index.find(query, query.limit + 1);
    const orders = found.slice(0, query.limit).map(({ order }) => copyOrder(order));
    const last = orders.at(-1);
    if (found.length <= query.limit || last === undefined) return { orders };
    return { orders, next: { createdAt: last.createdAt, orderId: last.orderId } };
  }

  async lastEvents(orderId: OrderId): Promise<readonly OrderEvent[]> {
    const stored = this.entries.get(orderId)?.stored;
    return stored === undefined ? [] : readEvents(toItem(stored));
  }
}
