import type { Change } from '../order/change.js';
import type {
  FailedOrder,
  FailureReason,
  FulfilmentRecord,
  Order,
  ProcessedOrder,
  ProcessingOrder,
} from '../order/order.js';
import { FulfilmentContendedError } from './errors.js';
import type { FulfilmentStep, RunStep } from './fulfilment-step.js';

/** The step that refused, and why. */
export interface Refusal {
  readonly step: FulfilmentStep;
  readonly reason: FailureReason;
}

/** Reads the order as it is now. */
export type ReadOrder = () => Promise<Order>;

/** The end of a run of all steps: the refusal of one, if there is any. */
export interface StepsEnded {
  readonly refusal: Refusal | undefined;
}

/** The maximum number of times that a step is prepared for one run, if it is outdated each time. */
const MAX_PREPARATIONS = 20;

/** The steps of an order's fulfilment that are prepared. Run them once the order is PROCESSING. */
export interface PreparedSteps {
  /**
   * Runs the steps in their order until one refuses.
   *
   * @param read reads the order; only if a step is outdated.
   * @returns how the steps ended; the order if another run has given it a final state meanwhile.
   * @throws {FulfilmentContendedError} if a step was outdated in every attempt.
   * @throws the error of a step.
   */
  run(order: ProcessingOrder, read: ReadOrder): Promise<StepsEnded | Order>;
}

/** The steps of fulfilment, as one. */
export class Fulfilment {
  constructor(private readonly steps: readonly FulfilmentStep[]) {}

  /** Prepares all steps concurrently. Has no effect. */
  async prepare(order: Order): Promise<PreparedSteps> {
    const runs = await Promise.all(this.steps.map(async (step) => prepared(step, order)));
    return { run: async (claimed, read) => this.run(runs, claimed, read) };
  }

  /** How each step ends, if one refuses or none does. */
  recordOf(refusing: FulfilmentStep | undefined): FulfilmentRecord {
    const words = this.steps.flatMap((step): [string, string][] => {
      if (step.words === undefined) return [];
      const { committed, undone, refused = undone } = step.words;
      if (refusing === undefined) return [[step.name, committed]];
      return [[step.name, step === refusing ? refused : undone]];
    });
    return Object.fromEntries(words);
  }

  /**
   * Commits the steps that reserve something concurrently, so that a step that fails holds no other one
   * back. Then commits the others in their order.
   *
   * @throws the first error, after all of these steps were tried.
   */
  async commit(ended: Change<ProcessedOrder>): Promise<void> {
    const reserving = this.steps.filter(reserves);
    const results = await Promise.allSettled(reserving.map(async (step) => step.commit(ended)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    for (const step of this.steps) if (!reserves(step)) await step.commit(ended);
  }

  /**
   * Undoes every step in reverse order, not only those that this run has run: a concurrent run may be
   * further, and its late reservations must be refused.
   */
  async undo(ended: Change<FailedOrder>): Promise<void> {
    for (const step of [...this.steps].reverse()) await step.undo(ended);
  }

  private async run(
    runs: readonly RunStep[],
    order: ProcessingOrder,
    read: ReadOrder,
  ): Promise<StepsEnded | Order> {
    let current = order;
    for (const [n, step] of this.steps.entries()) {
      let run = runs[n];
      for (let preparation = 1; run !== undefined; preparation += 1) {
        const outcome = await run(current);
        if (outcome === 'done') break;
        if (outcome !== 'outdated') return { refusal: { step, reason: outcome } };
        if (preparation === MAX_PREPARATIONS) {
          throw new FulfilmentContendedError(order.orderId, step.name);
        }
        run = await prepared(step, current);
        const present = await read();
        if (present.status !== 'PROCESSING') return present;
        current = present;
      }
    }
    return { refusal: undefined };
  }
}

async function nothing(): Promise<'done'> {
  return 'done';
}

async function prepared(step: FulfilmentStep, order: Order): Promise<RunStep> {
  return step.prepare === undefined ? (step.run ?? nothing) : step.prepare(order);
}

function reserves({ run, prepare }: FulfilmentStep): boolean {
  return run !== undefined || prepare !== undefined;
}
