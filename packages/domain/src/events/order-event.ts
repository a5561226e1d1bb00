import { LIFECYCLE, type OrderEventType, type To } from '../order/lifecycle.js';
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

/** The version of each event's schema. Raised with the schema, never without it. */
export const SCHEMA_VERSIONS = {
  'Order Created': 1,
  'Order Updated': 1,
  'Order Approved': 1,
  'Order Rejected': 1,
  'Order Cancelled': 1,
  'Order Processed': 1,
  'Order Failed': 1,
} as const satisfies Readonly<Record<OrderEventType, number>>;

/** Every type of event, as the lifecycle names them. */
export const ORDER_EVENT_TYPES: readonly OrderEventType[] = [
  ...new Set(Object.values(LIFECYCLE).flatMap(({ event }) => event ?? [])),
];

/** Where an event comes from, and what it can be recognised by. */
export interface EventMetadata {
  /**
   * `orderId:version:index`. The same however often the event is sent: deduplicate by it, never by
   * the `id` of the bus, which is new with every send.
   */
  readonly eventId: string;
  /** The order's version that the change led to. Of two events of one order, the later has more. */
  readonly orderVersion: number;
  readonly schemaVersion: number;
  readonly occurredAt: Timestamp;
  /** The same for everything that one request brought about. */
  readonly correlationId: string;
  /** What made the change: the id of the request or of the event that was being handled. */
  readonly causationId: string;
}

/** An order's line as events and records show it: the price is a decimal. */
export interface SnackItemRecord {
  readonly name: string;
  readonly quantity: number;
  readonly price: number;
}

/** What each type of event says beyond the fields that all have. */
interface DetailByType {
  'Order Created': {
    readonly customerId?: string;
    readonly snackItems: readonly SnackItemRecord[];
    readonly deliveryPreferences?: DeliveryPreferences;
  };
  'Order Updated': {
    /** The names of the fields that have another value now. */
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

interface StatusByType {
  'Order Created': To<'place'>;
  'Order Updated': To<'update'>;
  'Order Approved': To<'approve'>;
  'Order Rejected': To<'reject'>;
  'Order Cancelled': To<'cancel'>;
  'Order Processed': To<'complete'>;
  'Order Failed': To<'fail'>;
}

/** The `detail` of an event: the order as the change left it, and what changed. */
export type OrderEventDetail<T extends OrderEventType> = {
  readonly orderId: OrderId;
  readonly customerName: string;
  readonly totalAmount: number;
  readonly status: StatusByType[T];
  readonly createdAt: Timestamp;
  readonly priority: Priority;
  readonly metadata: EventMetadata;
} & DetailByType[T];

/** A committed change of an order, as the bus carries it (`type` is the `detail-type`). */
export type OrderEvent<T extends OrderEventType = OrderEventType> = T extends OrderEventType
  ? { readonly type: T; readonly detail: OrderEventDetail<T> }
  : never;
