import type { OrderEvent } from '../events/order-event.js';
import type { Change } from '../order/change.js';
import type { OrderStatus } from '../order/lifecycle.js';
import type { NewOrder, Order, OrderId, PendingApprovalOrder } from '../order/order.js';
import type { Timestamp } from '../order/timestamp.js';

/** What became of an order that was to be added. */
export type AddResult =
  | { readonly added: true }
  /** The id is taken: the order that has it, as it stands, and the hash of its request. */
  | { readonly added: false; readonly order: Order; readonly requestHash: string };

/** A place in a listing: just after this order. */
export interface OrderPosition {
  readonly createdAt: Timestamp;
  readonly orderId: OrderId;
}

/** Which orders to list. Every condition that is given must hold. */
export interface OrderQuery {
  readonly status?: OrderStatus;
  readonly customerId?: string;
  /** Only orders created earlier than this. */
  readonly createdBefore?: Timestamp;
  /** Orders on a page: 1 to `LIMITS.pageSize`. */
  readonly limit: number;
  /** Go on after this place: the `next` of the page before. */
  readonly after?: OrderPosition;
}

/** One page of a listing. */
export interface OrderPage {
  readonly orders: readonly Order[];
  /** Where the next page begins; absent on the last one. */
  readonly next?: OrderPosition;
}

/**
 * Keeps orders, each with the events of its latest change: a change and its events are one write,
 * so that neither is ever stored without the other.
 *
 * - What goes in and what comes out are copies: changing one does not change the store.
 * - `find` and `lastEvents` see every write that was acknowledged before they began.
 * - An error other than those named leaves open whether the write took place; repeating it is safe.
 */
export interface OrderRepository {
  /**
   * Stores an order's first version and its events, unless the id is taken. Of any number of
   * concurrent calls for one id, exactly one adds.
   */
  add(change: Change<NewOrder | PendingApprovalOrder>, requestHash: string): Promise<AddResult>;

  /** The order as it stands, or `undefined`. */
  find(orderId: OrderId): Promise<Order | undefined>;

  /**
   * Stores an order's next version and its events, in place of the version before and its events.
   * Of any number of concurrent calls with one version, at most one succeeds. The hash of the
   * request that placed the order stays.
   *
   * @throws {VersionConflictError} where the stored version is not just the one before, or there is
   *   no such order; then nothing was written.
   */
  save(change: Change): Promise<void>;

  /**
   * Orders by creation, newest first, then by id. A walk through all pages meets each order that
   * matches all the while exactly once, whatever is written meanwhile. A page costs the same
   * however many orders there are. May lag behind the latest writes by moments.
   */
  list(query: OrderQuery): Promise<OrderPage>;

  /** The events of the order's latest change, exactly as stored; none for an unknown order. */
  lastEvents(orderId: OrderId): Promise<readonly OrderEvent[]>;
}
