import type { ActorKind } from './actor-kind.js';
import type { EntryOf, Exhaustive } from './exhaustive.js';
import type { Command, OrderStatus } from './lifecycle.js';
import type { Cents } from './money.js';
import type { Timestamp } from './timestamp.js';

/** A lower-case UUID. */
export type OrderId = string;

/** Every priority, the least urgent first. */
export const PRIORITIES = ['low', 'medium', 'high'] as const;

/** An order of `high` priority needs an approval before it is processed. */
export type Priority = (typeof PRIORITIES)[number];

/** Every delivery method. */
export const DELIVERY_METHODS = ['delivery', 'pickup'] as const;
/** How the customer gets the order. */
export type DeliveryMethod = (typeof DELIVERY_METHODS)[number];

/** One line of an order. */
export interface SnackItem {
  readonly name: string;
  readonly quantity: number;
  /** The price of one piece. */
  readonly price: Cents;
}

/** How the customer prefers to get the order. */
export interface DeliveryPreferences {
  readonly method?: DeliveryMethod;
  readonly address?: string;
  readonly instructions?: string;
}

/** Every reason of a rejection. */
export const REJECTION_REASONS = ['DECLINED_BY_APPROVER', 'APPROVAL_EXPIRED'] as const;

/** Why an order was rejected. */
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Every reason of a failure. */
export const FAILURE_REASONS = ['OUT_OF_STOCK', 'PAYMENT_DECLINED'] as const;

/** Why the fulfilment of an order failed. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** One change of an order. An order has at most `LIMITS.changes` of them. */
export interface HistoryEntry {
  readonly version: number;
  readonly command: Command;
  /** The state after the change. */
  readonly status: OrderStatus;
  readonly at: Timestamp;
  /** The subject of the caller, or the name of the function. */
  readonly actor: string;
  /** Left out for changes from before it was stored. */
  readonly actorKind?: ActorKind;
  readonly correlationId: string;
  /** The approver's note on the decision. */
  readonly note?: string;
}

/** The content of an order, validated: created only by `readOrderRequest` and its variants. */
export interface OrderContent {
  readonly customerName: string;
  readonly snackItems: readonly SnackItem[];
  readonly totalAmount: Cents;
  readonly priority: Priority;
  readonly deliveryPreferences?: DeliveryPreferences;
}

interface OrderFields extends OrderContent {
  readonly orderId: OrderId;
  /** The owner; left out if the owner is unknown. */
  readonly customerId?: string;
  readonly createdAt: Timestamp;
  /** Never earlier than in the previous version, even if the clocks of two writers differ. */
  readonly updatedAt: Timestamp;
  /** 1 for a new order; every change adds 1. */
  readonly version: number;
  /** One entry per change, oldest first. */
  readonly history: readonly HistoryEntry[];
}

/** How each fulfilment step ended, by its name, in words for clients: `{ stock: 'sold' }`. */
export type FulfilmentRecord = Readonly<Record<string, string>>;

/** What an order keeps of its processing, once that has ended. */
interface Ending {
  readonly fulfilment?: FulfilmentRecord;
  /** The id of the message whose processing stored this state. Clients do not see it. */
  readonly finishedBy?: string;
}

interface FieldsByStatus {
  readonly NEW: unknown;
  readonly PENDING_APPROVAL: unknown;
  readonly APPROVED: unknown;
  readonly PROCESSING: unknown;
  readonly PROCESSED: Ending & { readonly processedAt: Timestamp };
  readonly CANCELLED: unknown;
  readonly REJECTED: { readonly reason: RejectionReason };
  readonly FAILED: Ending & { readonly reason: FailureReason };
}

/** The fields of each state, beside those that all states have. */
type OwnFields = Exhaustive<OrderStatus, FieldsByStatus>;

/** An order in one of the given states. */
export type OrderIn<S extends OrderStatus> = S extends OrderStatus
  ? OrderFields & { readonly status: S } & EntryOf<OwnFields, S>
  : never;

/** An order: an immutable value in exactly one state. */
export type Order = OrderIn<OrderStatus>;

/** An order that waits for processing. */
export type NewOrder = OrderIn<'NEW'>;
/** An order that waits for approval. */
export type PendingApprovalOrder = OrderIn<'PENDING_APPROVAL'>;
/** An order that was approved, and waits for processing. */
export type ApprovedOrder = OrderIn<'APPROVED'>;
/** An order whose fulfilment has started. */
export type ProcessingOrder = OrderIn<'PROCESSING'>;
/** An order that was fulfilled: its stock is sold, its payment captured. */
export type ProcessedOrder = OrderIn<'PROCESSED'>;
/** An order that was cancelled before its processing. */
export type CancelledOrder = OrderIn<'CANCELLED'>;
/** An order that was declined, or not approved in time. */
export type RejectedOrder = OrderIn<'REJECTED'>;
/** An order whose fulfilment failed: its stock is released, its payment refunded. */
export type FailedOrder = OrderIn<'FAILED'>;
