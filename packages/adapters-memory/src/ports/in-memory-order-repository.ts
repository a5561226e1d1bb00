import {
  VersionConflictError,
  type AddResult,
  type Change,
  type Clock,
  type NewOrder,
  type Order,
  type OrderEvent,
  type OrderId,
  type OrderPage,
  type OrderQuery,
  type OrderRepository,
  type PendingApprovalOrder,
  type StoredOrder,
} from '@snacks/domain';
import { copyChange, copyEvents, copyOrder } from './copy-order.js';
import { InMemoryStream } from '../stream/in-memory-stream.js';
import { OrderIndex, placeOf, type Listed, type Place } from './order-index.js';

/**
 * One write, as a record of a DynamoDB stream shows it with old and new images. Both are the very
 * values that the store holds: it never changes a value, and neither may who reads them.
 */
export interface OrderChange {
  /** `undefined` for an order's first version. */
  readonly before: StoredOrder | undefined;
  readonly after: StoredOrder;
}

/** An order that is kept; each write replaces the value as a whole. */
class StoredEntry implements Listed {
  readonly place: Place;

  constructor(public stored: StoredOrder) {
    this.place = placeOf(stored.order);
  }

  get order(): Order {
    return this.stored.order;
  }
}

/**
 * The orders of one process, with the stream of their changes. Keeps every order until the process
 * ends, or it is told that one has expired. Each call does its whole work at once, so that no two ever overlap; nothing lags behind.
 */
export class InMemoryOrderRepository implements OrderRepository {
  /** One record per write, in the order of the writes. */
  readonly changes = new InMemoryStream<OrderChange>();

  private readonly kept = new Map<OrderId, StoredEntry>();
  private readonly index = new OrderIndex<StoredEntry>();

  /** @param clock tells when a record is appended to {@link changes}. */
  constructor(private readonly clock: Clock) {}

  async add(
    change: Change<NewOrder | PendingApprovalOrder>,
    requestHash: string,
  ): Promise<AddResult> {
    const present = this.kept.get(change.order.orderId);
    if (present !== undefined) {
      return {
        added: false,
        order: copyOrder(present.order),
        requestHash: present.stored.requestHash,
      };
    }

    const stored = copyChange(change, requestHash);
    const kept = new StoredEntry(stored);
    this.kept.set(stored.order.orderId, kept);
    this.index.add(kept);
    this.changes.append({ before: undefined, after: stored }, this.clock.now());
    return { added: true };
  }

  async find(orderId: OrderId): Promise<Order | undefined> {
    const kept = this.kept.get(orderId);
    return kept && copyOrder(kept.order);
  }

  async save(change: Change): Promise<void> {
    const { orderId, version } = change.order;
    const kept = this.kept.get(orderId);
    if (kept === undefined || kept.order.version !== version - 1) {
      throw new VersionConflictError(orderId, version);
    }

    const before = kept.stored;
    const after = copyChange(change, before.requestHash);
    kept.stored = after;
    this.index.move(kept, before.order.status);
    this.changes.append({ before, after }, this.clock.now());
  }

  /**
   * Deletes an order, as DynamoDB does once its time to live is over; with it goes the memory of its
   * idempotency key. The stream has no record of it: whoever reads it has nothing to do with that.
   */
  expire(orderId: OrderId): void {
    const kept = this.kept.get(orderId);
    if (kept === undefined) return;
    this.kept.delete(orderId);
    this.index.remove(kept);
  }

  async list(query: OrderQuery): Promise<OrderPage> {
    // One more than the page holds tells whether there is a next page.
    const found = this.index.find(query, query.limit + 1);
    const orders = found.slice(0, query.limit).map(({ order }) => copyOrder(order));
    const last = orders.at(-1);
    if (found.length <= query.limit || last === undefined) return { orders };
    return { orders, next: { createdAt: last.createdAt, orderId: last.orderId } };
  }

  async lastEvents(orderId: OrderId): Promise<readonly OrderEvent[]> {
    return copyEvents(this.kept.get(orderId)?.stored.events ?? []);
  }
}
