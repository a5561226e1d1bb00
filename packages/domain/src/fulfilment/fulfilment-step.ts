import type { Change } from '../order/change.js';
import type {
  FailedOrder,
  FailureReason,
  ProcessedOrder,
  ProcessingOrder,
} from '../order/order.js';

/** How a fulfilment step ended: `done`, or the reason of its refusal. A thrown error is retried later. */
export type StepOutcome = 'done' | FailureReason;

/**
 * One fulfilment step, in two phases. `run` only reserves what the order needs. Once the order has a
 * final state, `commit` makes the reservation final, or `undo` releases it.
 *
 * All three methods are idempotent for an order, so that a run that broke off can be repeated. Every run
 * that finds the order in its final state calls `commit` or `undo`, possibly while another run is still
 * in `run`: what that one reserves afterwards must not stay reserved.
 */
export interface FulfilmentStep {
  readonly name: string;
  /** Reserves what a PROCESSING order needs. */
  run(order: ProcessingOrder): Promise<StepOutcome>;
  /** Makes the reservation final. `ended` is the change to PROCESSED. */
  commit(ended: Change<ProcessedOrder>): Promise<void>;
  /** Releases what was reserved, even if only a part or nothing was. `ended` is the change to FAILED. */
  undo(ended: Change<FailedOrder>): Promise<void>;
}
