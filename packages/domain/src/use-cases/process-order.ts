import type { OrderEvent } from '../events/order-event.js';
import type { FulfilmentStep } from '../fulfilment/fulfilment-step.js';
import type { Actor } from '../order/actor.js';
import { admit } from '../order/admit.js';
import type { Change } from '../order/change.js';
import { admission } from '../order/lifecycle.js';
import type { FailureReason, Order, OrderId, ProcessingOrder } from '../order/order.js';
import { claim, complete, fail } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { changeOrder } from './change-order.js';
import { changeContext, type RequestContext } from './request-context.js';

/** Which order to carry through fulfilment. */
export interface ProcessOrderCommand extends RequestContext {
  readonly actor: Actor;
  readonly orderId: OrderId;
}

/** How far a call brought the order. */
export interface ProcessOrderResult {
  readonly order: Order;
  /** `skipped` where this call did not finish the order: it came too late, or another was faster. */
  readonly outcome: 'processed' | 'failed' | 'skipped';
}

/**
 * Carries an order through fulfilment. The claim is stored before the first effect; then the steps
 * run in order, and set aside what the order needs; then one conditional write decides, for all runs
 * alike, whether the order is PROCESSED or FAILED; and only then what was set aside is made final,
 * or let go in reverse.
 *
 * Whoever finds the order resumes where it stands: PROCESSING from the first step on, PROCESSED or
 * FAILED with carrying out the end. So a run may break off anywhere, and be repeated days later.
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
   * @throws whatever a step throws: then the order stays as it is, to be resumed.
   */
  async execute(command: ProcessOrderCommand): Promise<ProcessOrderResult> {
    const claimed = await changeOrder(this.orders, command.orderId, (order) => {
      if (admission('claim', order.status) === 'forbidden') return undefined;
      const claimable = admit('claim', order);
      return claimable && claim(claimable, changeContext(command, this.clock));
    });
    if (claimed.status !== 'PROCESSING') {
      await this.carryOut(claimed); // the run that ended it may have broken off
      return { order: claimed, outcome: 'skipped' };
    }

    const refusal = await this.run(claimed);
    let own: Change | undefined;
    const finish = (order: Order): Change | undefined => {
      if (order.status !== 'PROCESSING') return undefined; // another run has finished it
      const context = changeContext(command, this.clock);
      own = refusal === undefined ? complete(order, context) : fail(order, refusal, context);
      return own;
    };
    const finished = await changeOrder(this.orders, command.orderId, finish, claimed);
    const isOwn = finished === own?.order;
    await this.carryOut(finished, isOwn ? own?.events : undefined);
    if (!isOwn) return { order: finished, outcome: 'skipped' };
    return { order: finished, outcome: finished.status === 'FAILED' ? 'failed' : 'processed' };
  }

  /** Runs the steps until one refuses. */
  private async run(order: ProcessingOrder): Promise<FailureReason | undefined> {
    for (const step of this.steps) {
      const outcome = await step.run(order);
      if (outcome !== 'done') return outcome;
    }
    return undefined;
  }

  /**
   * Carries out what the order's end decides. Every step is undone, not only those that ran here:
   * another run may be further, and must find that it is too late.
   *
   * @param committed the events of the end, where the caller has just committed them.
   */
  private async carryOut(order: Order, committed?: readonly OrderEvent[]): Promise<void> {
    if (order.status !== 'PROCESSED' && order.status !== 'FAILED') return;
    const events = committed ?? (await this.orders.lastEvents(order.orderId));
    if (order.status === 'PROCESSED') {
      for (const step of this.steps) await step.commit({ order, events });
    } else {
      for (const step of [...this.steps].reverse()) await step.undo({ order, events });
    }
  }
}
