import type { OrderEvent } from '../events/order-event.js';
import type { Change } from '../order/change.js';
import type { OrderStatus } from '../order/lifecycle.js';
import type { NewOrder, Order, OrderId, PendingApprovalOrder } from '../order/order.js';
import type { Timestamp } from '../order/timestamp.js';

/** The result of adding an order. */
export type AddResult =
  | { readonly added: true }
  /** An order with this id exists: its current version, and the hash of the request that placed it. */
  | { readonly added: false; readonly order: Order; readonly requestHash: string };

/** A position in a listing: directly after this order. */
export interface OrderPosition {
  readonly createdAt: Timestamp;
  readonly orderId: OrderId;
}

/** Which orders to list. An order must meet every given condition. */
export interface OrderQuery {
  readonly status?: OrderStatus;
  readonly customerId?: string;
  /** Only orders that were created before this time. */
  readonly createdBefore?: Timestamp;
  /** Whether the oldest orders come first. @default the newest */
  readonly oldestFirst?: boolean;
  /** The maximum number of orders on a page: 1 to `LIMITS.pageSize`. */
  readonly limit: number;
  /** Only orders after this position: the `next` of the previous page. */
  readonly after?: OrderPosition;
}

/** One page of a listing. */
export interface OrderPage {
  readonly orders: readonly Order[];
  /** The position of the next page; absent on the last page. */
  readonly next?: OrderPosition;
}

/**
 * Stores orders, each with the events of its latest change. A change and its events are one write, so
 * that neither is ever stored without the other.
 *
 * - Arguments and results are copies: a caller that changes them does not change the stored order.
 * - `find` and `lastEvents` see every write that was acknowledged before the call.
 * - After an error other than the documented ones it is unknown whether the write took place; repeating
 *   the call is safe.
 */
export interface OrderRepository {
  /**
   * Stores the first version of an order and its events, unless an order with this id exists. Of any
   * number of concurrent calls for one id, exactly one adds the order.
   */
  add(change: Change<NewOrder | PendingApprovalOrder>, requestHash: string): Promise<AddResult>;

  /** The current version of the order; `undefined` if there is none. */
  find(orderId: OrderId): Promise<Order | undefined>;

  /**
   * Replaces the previous version of an order and its events by the next one. Of any number of
   * concurrent calls with one version, at most one succeeds. The hash of the request that placed the
   * order stays.
   *
   * @throws {VersionConflictError} if the stored version is not the previous one, or there is no such
   *   order. Then nothing was written.
   */
  save(change: Change): Promise<void>;

  /**
   * Lists orders by time of creation, then by id, the newest or the oldest first. All pages together have
   * every order exactly once that matches the query throughout, whatever is written meanwhile. The cost of a
   * page does not depend on the number of orders. A page may have fewer orders than its limit, or none,
   * although it has a `next`. A listing may miss the latest writes for a moment.
   */
  list(query: OrderQuery): Promise<OrderPage>;

  /** The events of the order's latest change, exactly as they were emitted; none for an unknown order. */
  lastEvents(orderId: OrderId): Promise<readonly OrderEvent[]>;
}
