import type { Change } from '../order/change.js';
import type {
  FailedOrder,
  FailureReason,
  ProcessedOrder,
  ProcessingOrder,
} from '../order/order.js';

/** How a step of fulfilment ended. What goes wrong otherwise is thrown, and tried again later. */
export type StepOutcome = 'done' | FailureReason;

/**
 * One step of fulfilment. Nothing it does before the order has ended is final: `run` only sets
 * aside, and the order's end decides whether that is kept or let go.
 *
 * All three are keyed by the order: run again, they change nothing more, so that whatever broke off
 * is simply repeated. Each end is carried out by every run that sees it, at least once, and possibly
 * while another run is still in `run`: what that one sets aside afterwards must not stay.
 */
export interface FulfilmentStep {
  readonly name: string;
  /** Sets aside what a PROCESSING order needs. */
  run(order: ProcessingOrder): Promise<StepOutcome>;
  /** Makes final what was set aside: the order is PROCESSED, by this change. */
  commit(ended: Change<ProcessedOrder>): Promise<void>;
  /** Lets go of what was set aside, wholly, partly or not at all: the order FAILED, by this change. */
  undo(ended: Change<FailedOrder>): Promise<void>;
}
