import type { OrderRecord, OrderStatus } from '@snacks/domain';

/** The responses of the operations API, as the console reads them. Times are ISO 8601 in UTC. */
export interface Overview {
  readonly at: string;
  readonly queues: readonly QueueCounts[];
  readonly deadLetterQueues: readonly DeadLetterQueueCounts[];
  /** Counts of the last 60 minutes. */
  readonly functions: readonly FunctionCounts[];
  /** The unfinished states. `more`: there are more than `count`. */
  readonly orders: readonly StatusCount[];
}

export interface DeadLetterQueueCounts {
  readonly name: string;
  readonly visible: number;
  readonly inFlight: number;
}

export interface QueueCounts extends DeadLetterQueueCounts {
  readonly oldestAgeSeconds?: number;
  readonly deadLetterQueue?: string;
  readonly deadLetters?: number;
}

export interface FunctionCounts {
  readonly name: string;
  readonly invocations: number;
  readonly errors: number;
}

export interface StatusCount {
  readonly status: OrderStatus;
  readonly count: number;
  readonly more: boolean;
}

export interface OrderPage {
  readonly items: readonly OrderRecord[];
  readonly nextCursor?: string;
}

export interface OrderView {
  readonly summary: OrderSummary;
  readonly order: OrderRecord;
  /** Oldest first. */
  readonly axis: readonly AxisEntry[];
  readonly deadLetters: readonly DeadLetter[];
  readonly stock: readonly StockRow[];
  readonly payment?: {
    readonly state: 'authorised' | 'declined' | 'captured' | 'refunded';
    readonly amount: number;
    readonly reference: string;
  };
  readonly workflow?: {
    readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
    readonly startedAt: string;
    readonly stoppedAt?: string;
    readonly deadline: string;
  };
  /** Sources that could not be read. */
  readonly missing: readonly { readonly part: string; readonly message: string }[];
}

export interface OrderSummary {
  readonly status: OrderStatus;
  readonly since: string;
  readonly reason?: string;
  /** A sentence. */
  readonly why: string;
  readonly next: { readonly text: string; readonly at?: string };
  readonly actions: readonly OrderAction[];
}

export interface OrderAction {
  readonly action: 'approve' | 'reject' | 'cancel' | 'redrive' | 'set stock';
  readonly queue?: string;
  readonly messageId?: string;
  /** The snack whose stock to set. */
  readonly name?: string;
  readonly method: string;
  readonly path: string;
  readonly text: string;
}

export const AXIS_KINDS = [
  'history',
  'event',
  'message',
  'log',
  'stock',
  'payment',
  'workflow',
  'notification',
] as const;

export type AxisKind = (typeof AXIS_KINDS)[number];

export interface AxisEntry {
  readonly at: string;
  readonly kind: AxisKind;
  readonly title: string;
  readonly detail?: string;
  readonly service?: string;
  readonly level?: string;
  readonly eventId?: string;
  readonly messageId?: string;
  readonly queue?: string;
  readonly correlationId?: string;
  readonly attempt?: number;
  readonly maxAttempts?: number;
  readonly error?: { readonly name: string; readonly code?: string; readonly message?: string };
}

export interface DeadLetters {
  readonly items: readonly DeadLetter[];
  readonly truncated: boolean;
}

export interface DeadLetter {
  readonly queue: string;
  readonly messageId: string;
  /** Where a redrive sends it. Without it, it cannot be redriven. */
  readonly source?: string;
  readonly function?: string;
  readonly orderId?: string;
  readonly eventId?: string;
  readonly correlationId?: string;
  readonly type?: string;
  readonly reason: string;
  readonly receiveCount: number;
  readonly sentAt: string;
  readonly body: string;
  readonly edited?: { readonly by: string; readonly at: string };
}

export interface DryRun {
  readonly outcome: 'acts' | 'skips' | 'fails';
  readonly explanation: string;
  readonly orderStatus?: OrderStatus;
  readonly issues: readonly { readonly field: string; readonly message: string }[];
}

export interface Redriven {
  readonly redriven: number;
  readonly failed: readonly { readonly messageId: string; readonly message: string }[];
  /** The redrive of all messages goes on in the background. */
  readonly started?: boolean;
}

export interface StockRow {
  readonly name: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
}

export interface StockList {
  readonly items: readonly StockRow[];
}

export interface Approvals {
  readonly items: readonly Approval[];
  readonly nextCursor?: string;
}

export interface Approval {
  readonly order: OrderRecord;
  readonly waitingSince: string;
  readonly deadline: string;
}

export interface Metrics {
  /** Oldest first, without gaps. */
  readonly minutes: readonly MinuteOfMetrics[];
  readonly queueAges: readonly { readonly queue: string; readonly oldestAgeSeconds: number }[];
}

export interface MinuteOfMetrics {
  readonly at: string;
  readonly placed: number;
  readonly processed: number;
  readonly failed: number;
  /** Milliseconds from placed to PROCESSED. */
  readonly p50?: number;
  readonly p90?: number;
  readonly p99?: number;
  readonly invocations: number;
  readonly errors: number;
}

export interface Logs {
  /** Newest first. */
  readonly items: readonly LogLine[];
  readonly more: boolean;
}

export interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly service: string;
  readonly message: string;
  readonly orderId?: string;
  readonly correlationId?: string;
  readonly eventId?: string;
  readonly messageId?: string;
  readonly attempt?: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Actions {
  readonly items: readonly OperatorAction[];
  readonly nextCursor?: string;
}

export interface OperatorAction {
  readonly actionId: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly reason: string;
  readonly outcome: string;
}

/** An event on the bus, as a rule gets it. */
export interface BusEvent {
  readonly 'detail-type': string;
  readonly time: string;
  readonly detail: {
    readonly orderId?: string;
    readonly customerName?: string;
    readonly status?: OrderStatus;
    readonly totalAmount?: number;
    readonly priority?: string;
    readonly metadata?: {
      readonly eventId: string;
      readonly occurredAt: string;
      readonly correlationId: string;
    };
  };
}
