import type { Change } from '../order/change.js';
import type {
  FailedOrder,
  FailureReason,
  ProcessedOrder,
  ProcessingOrder,
} from '../order/order.js';

/** How the run of a fulfilment step ended: `done`, or the reason of its refusal. A thrown error is retried later. */
export type StepOutcome = 'done' | FailureReason;

/** What clients read about a step in the record of an order: `fulfilment.stock` is `sold`. */
export interface StepWords {
  /** The order is PROCESSED. */
  readonly committed: string;
  /** The order is FAILED, because another step refused. */
  readonly undone: string;
  /** The order is FAILED, because this step refused. Not needed if it never does. */
  readonly refused?: string;
}

/**
 * One fulfilment step, in two phases. `run` only reserves what the order needs. Once the order has a
 * final state, `commit` makes the reservation final, or `undo` releases it.
 *
 * All three methods are idempotent for an order, so that a run that broke off can be repeated. Every run
 * that finds the order in its final state calls `commit` or `undo`, possibly while another run is still
 * in `run`: what that one reserves afterwards must not stay reserved.
 */
export interface FulfilmentStep {
  /** The field of the step in `fulfilment` of the order's record. */
  readonly name: string;
  /** Left out: the record has no field for the step. */
  readonly words?: StepWords;
  /** Reserves what a PROCESSING order needs. */
  run(order: ProcessingOrder): Promise<StepOutcome>;
  /** Makes the reservation final. `ended` is the change to PROCESSED. */
  commit(ended: Change<ProcessedOrder>): Promise<void>;
  /** Releases what was reserved, even if only a part or nothing was. `ended` is the change to FAILED. */
  undo(ended: Change<FailedOrder>): Promise<void>;
}

/** Creates a step over the ports that it needs. */
export type CreateStep<Ports = unknown> = (ports: Ports) => FulfilmentStep;

/** The ports that the steps of a list need together. */
export type PortsOf<Steps extends readonly CreateStep<never>[]> = Steps[number] extends (
  ports: infer Ports,
) => FulfilmentStep
  ? Ports
  : never;
