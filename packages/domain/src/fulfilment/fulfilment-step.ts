import type { Change } from '../order/change.js';
import type {
  FailedOrder,
  FailureReason,
  Order,
  ProcessedOrder,
  ProcessingOrder,
} from '../order/order.js';

/**
 * How the run of a fulfilment step ended: `done`, or the reason of its refusal. `outdated`: what the step
 * prepared no longer holds; it is prepared and run again if the order is still PROCESSING. A thrown error
 * is retried later.
 */
export type StepOutcome = 'done' | 'outdated' | FailureReason;

/** Reserves what a PROCESSING order needs. */
export type RunStep = (order: ProcessingOrder) => Promise<StepOutcome>;

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
 * One fulfilment step, in two phases. Its run only reserves what the order needs. Once the order has a
 * final state, `commit` makes the reservation final, or `undo` releases it.
 *
 * All methods are idempotent for an order, so that a run that broke off can be repeated. A run that lost
 * against another one may still be reserving when that calls `commit` or `undo`: what it reserves
 * afterwards must not stay reserved.
 */
export interface FulfilmentStep {
  /** The field of the step in `fulfilment` of the order's record. */
  readonly name: string;
  /** Left out: the record has no field for the step. */
  readonly words?: StepWords;
  /** Reserves what the order needs. Left out together with `prepare`: the step reserves nothing. */
  readonly run?: RunStep;
  /**
   * Takes the place of `run` in a step that must recognise its own late effects. Reads what the run
   * needs, without any effect, and returns the run. The order is in no final state at some time between
   * the two.
   */
  readonly prepare?: (order: Order) => Promise<RunStep>;
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
