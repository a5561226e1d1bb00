import type { OrderRecord, Timestamp } from '@snacks/domain';

import type { AxisEntry } from './order-view/axis.js';
import type { OrderAction } from './order-view/actions.js';
import type { StockRow } from './order-view/order-facts.js';
import type { OrderSummary } from './order-view/summary.js';
import type { DeadLetter } from './messages/dead-letter.js';
import type { DryRun } from './messages/dry-run.js';
import type { OperatorAction } from './ports/action-log.js';
import type { LogLine } from './ports/log-search.js';
import type { DeadLetterList } from './use-cases/list-dead-letters.js';
import type { MetricsView, MinuteOfMetrics } from './use-cases/read-metrics.js';
import type { MissingPart, OrderView } from './use-cases/read-order.js';
import type { Overview } from './use-cases/read-overview.js';
import type { RedriveResult } from './use-cases/redrive-messages.js';

/** The bodies of the responses of `/operations/…`, for clients. It imports no code. */

export type {
  AxisEntry,
  DeadLetter,
  DeadLetterList,
  DryRun,
  LogLine,
  MetricsView,
  MinuteOfMetrics,
  MissingPart,
  OperatorAction,
  OrderAction,
  OrderRecord,
  OrderSummary,
  OrderView,
  Overview,
  RedriveResult,
  StockRow,
};

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Send it as `cursor` to get the next page. Absent on the last page. */
  readonly nextCursor?: string;
}

/** The body of `GET /operations/orders`. */
export type FoundOrders = Page<OrderRecord>;

/** The body of `GET /operations/approvals`. */
export type Approvals = Page<{
  readonly order: OrderRecord;
  readonly waitingSince: Timestamp;
  readonly deadline: Timestamp;
}>;

/** The body of `GET /operations/actions`. */
export type OperatorActions = Page<OperatorAction>;

/** The body of `GET /operations/stock`. */
export type Stock = Pick<Page<StockRow>, 'items'>;

/** The body of `GET /operations/logs`. */
export interface FoundLogLines {
  /** Newest first. */
  readonly items: readonly LogLine[];
  /** Whether there are further lines: narrow the search. */
  readonly more: boolean;
}
