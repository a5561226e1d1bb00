import type { Actor } from '../order/actor.js';
import { admit } from '../order/admit.js';
import type { Change } from '../order/change.js';
import { admission } from '../order/lifecycle.js';
import type { FailureReason, Order, OrderId, ProcessingOrder } from '../order/order.js';
import { claim, complete, fail } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { changeOrder } from './change-order.js';
import { changeContext, type Invocation } from './invocation.js';

/** How a step of fulfilment ended. What goes wrong otherwise is thrown, and tried again later. */
export type StepOutcome = 'done' | FailureReason;

/**
 * One step of fulfilment. `run` and `undo` are keyed by the order: run again, they change nothing
 * more, so that a run that broke off anywhere is simply repeated.
 */
export interface FulfilmentStep {
  readonly name: string;
  run(order: ProcessingOrder): Promise<StepOutcome>;
  /** Takes back what `run` did for this order, wholly, partly or not at all. */
  undo(order: ProcessingOrder): Promise<void>;
}

export interface ProcessOrderCommand extends Invocation {
  readonly actor: Actor;
  readonly orderId: OrderId;
}

export interface ProcessOrderResult {
  readonly order: Order;
  /** `skipped` where this call did not finish the order: it came too late, or another was faster. */
  readonly outcome: 'processed' | 'failed' | 'skipped';
}

/**
 * Carries an order through fulfilment. The claim is stored before the first effect; then the steps
 * run in order; the last conditional write lets exactly one run win. An order found PROCESSING is
 * resumed: an earlier run broke off.
 */
export class ProcessOrder {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
    private readonly steps: readonly FulfilmentStep[],
  ) {}

  /**
   * @throws {OrderNotFoundError} where there is no such order.
   * @throws {OrderContendedError} where others won every write.
   * @throws whatever a step throws: then the order stays PROCESSING, to be resumed.
   */
  async execute(command: ProcessOrderCommand): Promise<ProcessOrderResult> {
    const claimed = await changeOrder(this.orders, command.orderId, (order) => {
      if (admission('claim', order.status) === 'forbidden') return undefined;
      const claimable = admit('claim', order);
      return claimable && claim(claimable, changeContext(command, this.clock));
    });
    if (claimed.status !== 'PROCESSING') return { order: claimed, outcome: 'skipped' };

    const refusal = await this.fulfil(claimed);
    let own: Change | undefined;
    const finish = (order: Order): Change | undefined => {
      if (order.status !== 'PROCESSING') return undefined; // another run has finished it
      const context = changeContext(command, this.clock);
      own = refusal === undefined ? complete(order, context) : fail(order, refusal, context);
      return own;
    };
    const finished = await changeOrder(this.orders, command.orderId, finish, claimed);
    if (finished !== own?.order) return { order: finished, outcome: 'skipped' };
    return { order: finished, outcome: finished.status === 'FAILED' ? 'failed' : 'processed' };
  }

  /** Runs the steps; where one refuses, undoes it and those before it, in reverse. */
  private async fulfil(order: ProcessingOrder): Promise<FailureReason | undefined> {
    for (const [index, step] of this.steps.entries()) {
      const outcome = await step.run(order);
      if (outcome === 'done') continue;
      for (const begun of this.steps.slice(0, index + 1).reverse()) await begun.undo(order);
      return outcome;
    }
    return undefined;
  }
}
