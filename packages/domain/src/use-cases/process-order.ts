import type { OrderEvent } from '../events/order-event.js';
import type { FulfilmentStep } from '../fulfilment/fulfilment-step.js';
import type { Actor } from '../order/actor.js';
import { admit } from '../order/admit.js';
import type { Change } from '../order/change.js';
import { admission } from '../order/lifecycle.js';
import type {
  FailureReason,
  FulfilmentRecord,
  Order,
  OrderId,
  ProcessingOrder,
} from '../order/order.js';
import { claim, complete, fail } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { changeOrder } from './change-order.js';
import { changeContext, type RequestContext } from './request-context.js';

/** Which order to process, and who processes it. */
export interface ProcessOrderCommand extends RequestContext {
  readonly actor: Actor;
  readonly orderId: OrderId;
}

/** The order after the call, and what the call did. */
export interface ProcessOrderResult {
  readonly order: Order;
  /** `skipped` if another call finished the order, or it cannot be processed. */
  readonly outcome: 'processed' | 'failed' | 'skipped';
}

/** The step that refused, and why. */
interface Refusal {
  readonly step: FulfilmentStep;
  readonly reason: FailureReason;
}

/**
 * Processes an order in two phases:
 *
 * 1. It stores the claim, before any effect.
 * 2. It runs the fulfilment steps in their order; each reserves what the order needs.
 * 3. It decides by one conditional write, for all concurrent runs, whether the order is PROCESSED or
 *    FAILED.
 * 4. It commits the steps in their order, or undoes them in reverse order.
 *
 * A run may break off anywhere and be repeated, even days later. The next run continues by the state of
 * the order: PROCESSING with the first fulfilment step, PROCESSED or FAILED with step 4.
 */
export class ProcessOrder {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
    private readonly steps: readonly FulfilmentStep[],
  ) {}

  /**
   * @throws {OrderNotFoundError} if there is no such order.
   * @throws {OrderContendedError} if concurrent changes won every attempt.
   * @throws the error of a fulfilment step. The order keeps its state; repeat the call.
   */
  async execute(command: ProcessOrderCommand): Promise<ProcessOrderResult> {
    const claimed = await changeOrder(this.orders, command.orderId, (order) => {
      if (admission('claim', order.status) === 'forbidden') return undefined;
      const claimable = admit('claim', order);
      return claimable && claim(claimable, changeContext(command, this.clock));
    });
    if (claimed.status !== 'PROCESSING') {
      await this.conclude(claimed); // The run that stored the final state may have broken off here.
      return { order: claimed, outcome: 'skipped' };
    }

    const refusal = await this.run(claimed);
    let own: Change | undefined;
    const finish = (order: Order): Change | undefined => {
      if (order.status !== 'PROCESSING') return undefined; // Another run has finished it.
      const context = changeContext(command, this.clock);
      const record = this.recordOf(refusal?.step);
      own = refusal
        ? fail(order, refusal.reason, context, record)
        : complete(order, context, record);
      return own;
    };
    const finished = await changeOrder(this.orders, command.orderId, finish, claimed);
    const isOwn = finished === own?.order;
    await this.conclude(finished, isOwn ? own?.events : undefined);
    if (!isOwn) return { order: finished, outcome: 'skipped' };
    return { order: finished, outcome: finished.status === 'FAILED' ? 'failed' : 'processed' };
  }

  /** Runs the steps until one refuses. */
  private async run(order: ProcessingOrder): Promise<Refusal | undefined> {
    for (const step of this.steps) {
      const reason = await step.run(order);
      if (reason !== 'done') return { step, reason };
    }
    return undefined;
  }

  /** How each step ends, if one refuses or none does. */
  private recordOf(refusing: FulfilmentStep | undefined): FulfilmentRecord {
    const words = this.steps.flatMap((step): [string, string][] => {
      if (step.words === undefined) return [];
      const { committed, undone, refused = undone } = step.words;
      if (refusing === undefined) return [[step.name, committed]];
      return [[step.name, step === refusing ? refused : undone]];
    });
    return Object.fromEntries(words);
  }

  /**
   * Commits or undoes the steps of an order in a final state. Undoes every step, not only those that this
   * run has run: a concurrent run may be further, and its late reservations must be refused.
   *
   * @param committed the events of the final change, if this run has just stored them.
   */
  private async conclude(order: Order, committed?: readonly OrderEvent[]): Promise<void> {
    if (order.status !== 'PROCESSED' && order.status !== 'FAILED') return;
    const events = committed ?? (await this.orders.lastEvents(order.orderId));
    if (order.status === 'PROCESSED') {
      for (const step of this.steps) await step.commit({ order, events });
    } else {
      for (const step of [...this.steps].reverse()) await step.undo({ order, events });
    }
  }
}
