import type { ActorKind } from './actor-kind.js';
import type { Command, OrderStatus } from './lifecycle.js';
import type { Cents } from './money.js';
import type { Timestamp } from './timestamp.js';

/** A lower-case UUID. */
export type OrderId = string;

/** Every priority, from the least to the most urgent. */
export const PRIORITIES = ['low', 'medium', 'high'] as const;

/** `high` waits for a human approval before it is processed. */
export type Priority = (typeof PRIORITIES)[number];

/** How an order can reach its customer. */
export const DELIVERY_METHODS = ['delivery', 'pickup'] as const;
/** How an order reaches its customer. */
export type DeliveryMethod = (typeof DELIVERY_METHODS)[number];

/** One line of an order. */
export interface SnackItem {
  readonly name: string;
  readonly quantity: number;
  /** Of one piece. */
  readonly price: Cents;
}

/** How the customer would like to get the snacks. */
export interface DeliveryPreferences {
  readonly method?: DeliveryMethod;
  readonly address?: string;
  readonly instructions?: string;
}

/** Every reason for which an order is not approved. */
export const REJECTION_REASONS = ['DECLINED_BY_APPROVER', 'APPROVAL_EXPIRED'] as const;

/** Why an order was not approved. */
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Every reason for which fulfilment ends an order. */
export const FAILURE_REASONS = ['OUT_OF_STOCK', 'PAYMENT_DECLINED'] as const;

/** Why fulfilment ended an order. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** One change in the life of an order. There are at most `LIMITS.changes` of them. */
export interface HistoryEntry {
  readonly version: number;
  readonly command: Command;
  /** The state that the change led to. */
  readonly status: OrderStatus;
  readonly at: Timestamp;
  /** The subject or the function that made the change. */
  readonly actor: string;
  /** What the actor is; orders of before it was kept lack it. */
  readonly actorKind?: ActorKind;
  readonly correlationId: string;
  /** What an approver wrote beside the decision. */
  readonly note?: string;
}

/** What an order asks for, checked: only `readOrderRequest` makes one. */
export interface OrderContent {
  readonly customerName: string;
  readonly snackItems: readonly SnackItem[];
  readonly totalAmount: Cents;
  readonly priority: Priority;
  readonly deliveryPreferences?: DeliveryPreferences;
}

interface OrderFields extends OrderContent {
  readonly orderId: OrderId;
  /** The owner, where the order has a known one. */
  readonly customerId?: string;
  readonly createdAt: Timestamp;
  /** Never earlier than before, even where the clocks of two writers differ. */
  readonly updatedAt: Timestamp;
  /** 1, 2, 3 …: one more with each change. */
  readonly version: number;
  /** One entry per change, oldest first. */
  readonly history: readonly HistoryEntry[];
}

interface FieldsByStatus {
  readonly NEW: unknown;
  readonly PENDING_APPROVAL: unknown;
  readonly APPROVED: unknown;
  readonly PROCESSING: unknown;
  readonly PROCESSED: { readonly processedAt: Timestamp };
  readonly CANCELLED: unknown;
  readonly REJECTED: { readonly reason: RejectionReason };
  readonly FAILED: { readonly reason: FailureReason };
}

/** An order known to be in one of the given states. */
export type OrderIn<S extends OrderStatus> = S extends OrderStatus
  ? OrderFields & { readonly status: S } & FieldsByStatus[S]
  : never;

/** An order: immutable, in exactly one state. */
export type Order = OrderIn<OrderStatus>;

/** An order that waits to be processed. */
export type NewOrder = OrderIn<'NEW'>;
/** An order that waits for an approver. */
export type PendingApprovalOrder = OrderIn<'PENDING_APPROVAL'>;
/** An order that an approver let pass, and that waits to be processed. */
export type ApprovedOrder = OrderIn<'APPROVED'>;
/** An order that was claimed, and whose fulfilment is under way. */
export type ProcessingOrder = OrderIn<'PROCESSING'>;
/** An order that was paid for and handed over. */
export type ProcessedOrder = OrderIn<'PROCESSED'>;
/** An order that was taken back before anybody worked on it. */
export type CancelledOrder = OrderIn<'CANCELLED'>;
/** An order that was not approved, or not in time. */
export type RejectedOrder = OrderIn<'REJECTED'>;
/** An order that fulfilment ended for a reason; it holds neither stock nor money. */
export type FailedOrder = OrderIn<'FAILED'>;
