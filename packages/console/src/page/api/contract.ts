import type { OrderStatus } from '@snacks/domain';
import type { Approvals, AxisEntry } from '@snacks/operations/contract';

export type {
  Approvals,
  AxisEntry,
  DeadLetter,
  DeadLetterList,
  DryRun,
  FoundLogLines,
  FoundOrders,
  LogLine,
  MetricsView,
  MinuteOfMetrics,
  OperatorAction,
  OperatorActions,
  OrderAction,
  OrderView,
  Overview,
  RedriveResult,
  Stock,
  StockRow,
} from '@snacks/operations/contract';

export type Approval = Approvals['items'][number];

export type AxisKind = AxisEntry['kind'];

/** The kinds of entries on the axis of time, in the order of their filters. */
export const AXIS_KINDS: readonly AxisKind[] = [
  'history',
  'event',
  'message',
  'log',
  'stock',
  'payment',
  'workflow',
  'notification',
];

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
