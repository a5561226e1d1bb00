import type { EntryOf, Exhaustive } from '../order/exhaustive.js';
import { LIFECYCLE, type Command, type OrderEventType, type To } from '../order/lifecycle.js';
import type {
  DeliveryPreferences,
  FailureReason,
  OrderId,
  Priority,
  RejectionReason,
} from '../order/order.js';
import type { Timestamp } from '../order/timestamp.js';

/** The `source` of every event of this platform. */
export const EVENT_SOURCE = 'serverless.snacks';

/** The current version of each event's schema. Every change of a schema raises its version. */
export const SCHEMA_VERSIONS: Readonly<Record<OrderEventType, number>> = {
  'Order Created': 1,
  'Order Updated': 1,
  'Order Approved': 1,
  'Order Rejected': 1,
  'Order Cancelled': 1,
  'Order Processed': 1,
  'Order Failed': 1,
};

/** Every type of order event, from the lifecycle. */
export const ORDER_EVENT_TYPES: readonly OrderEventType[] = [
  ...new Set(Object.values(LIFECYCLE).flatMap(({ event }) => event ?? [])),
];

/** The identity and the origin of an event. */
export interface EventMetadata {
  /**
   * `orderId:version:index`. The same in every delivery of the event: deduplicate by it, never by the
   * `id` of the bus, which changes with every send.
   */
  readonly eventId: string;
  /** The version of the order after the change. A later event of an order has a higher one. */
  readonly orderVersion: number;
  readonly schemaVersion: number;
  readonly occurredAt: Timestamp;
  /** The same for all changes and events that one request causes. */
  readonly correlationId: string;
  /** The id of the request or event that caused the change. */
  readonly causationId: string;
}

/** An item of an order in events and records. The price is a decimal. */
export interface SnackItemRecord {
  readonly name: string;
  readonly quantity: number;
  readonly price: number;
}

interface DetailByType {
  'Order Created': {
    readonly customerId?: string;
    readonly snackItems: readonly SnackItemRecord[];
    readonly deliveryPreferences?: DeliveryPreferences;
  };
  'Order Updated': {
    /** The names of the fields whose values changed. */
    readonly changed: readonly string[];
    readonly snackItems: readonly SnackItemRecord[];
    readonly deliveryPreferences?: DeliveryPreferences;
  };
  'Order Approved': { readonly decidedBy: string; readonly note?: string };
  'Order Rejected': {
    readonly reason: RejectionReason;
    readonly decidedBy: string;
    readonly note?: string;
  };
  'Order Cancelled': { readonly cancelledBy: string };
  'Order Processed': { readonly processedAt: Timestamp };
  'Order Failed': { readonly reason: FailureReason };
}

/** The states after the commands that emit a type of event, from the lifecycle. */
type StatusAfter<T extends OrderEventType> = {
  [C in Command]: (typeof LIFECYCLE)[C]['event'] extends T ? To<C> : never;
}[Command];

/** The fields of each type, beside those that all types have. */
type OwnDetail = Exhaustive<OrderEventType, DetailByType>;

/** The `detail` of an event: the order after the change, and what changed. */
export type OrderEventDetail<T extends OrderEventType> = {
  readonly orderId: OrderId;
  readonly customerName: string;
  readonly totalAmount: number;
  readonly status: StatusAfter<T>;
  readonly createdAt: Timestamp;
  readonly priority: Priority;
  readonly metadata: EventMetadata;
} & EntryOf<OwnDetail, T>;

/** A committed change of an order, as an event on the bus (`type` is its `detail-type`). */
export type OrderEvent<T extends OrderEventType = OrderEventType> = T extends OrderEventType
  ? { readonly type: T; readonly detail: OrderEventDetail<T> }
  : never;
