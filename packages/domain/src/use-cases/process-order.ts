import { OrderNotFoundError } from '../errors.js';
import type { OrderEvent } from '../events/order-event.js';
import { Fulfilment, type PreparedSteps } from '../fulfilment/fulfilment.js';
import type { FulfilmentStep } from '../fulfilment/fulfilment-step.js';
import type { Actor } from '../order/actor.js';
import { admit } from '../order/admit.js';
import type { Change } from '../order/change.js';
import { admission } from '../order/lifecycle.js';
import type { Order, OrderId, ProcessingOrder } from '../order/order.js';
import { claim, complete, fail } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { changeOrder } from './change-order.js';
import { changeContext, type RequestContext } from './request-context.js';

/** Which order to process, and who processes it. */
export interface ProcessOrderCommand extends RequestContext {
  readonly actor: Actor;
  readonly orderId: OrderId;
  /**
   * The id of the message that demands it: the same in every delivery of the message, also from a
   * dead-letter queue, and different for other messages of the same event. The message must be delivered
   * until a call for it succeeds. Left out: unknown.
   */
  readonly messageId?: string;
}

/** The order after the call, and what the call did. */
export interface ProcessOrderResult {
  readonly order: Order;
  /** `skipped` if another call finished the order, or it cannot be processed. */
  readonly outcome: 'processed' | 'failed' | 'skipped';
}

/** A PROCESSING order with its prepared steps, or an order that is in another state. */
type Claimed =
  | { readonly order: ProcessingOrder; readonly steps: PreparedSteps }
  | { readonly order: Order; readonly steps?: undefined };

/**
 * Processes an order in two phases:
 *
 * 1. It prepares the fulfilment steps, and then stores the claim, before any effect.
 * 2. It runs the steps in their order; each reserves what the order needs.
 * 3. It decides by one conditional write, for all concurrent runs, whether the order is PROCESSED or
 *    FAILED.
 * 4. It commits the steps, or undoes them.
 *
 * A run may break off anywhere and be repeated, even days later. The next run continues by the state of
 * the order: PROCESSING with the first step. An order in a final state is left alone, unless the run is
 * for the message whose run stored that state: then it repeats step 4.
 */
export class ProcessOrder {
  private readonly fulfilment: Fulfilment;

  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
    steps: readonly FulfilmentStep[],
  ) {
    this.fulfilment = new Fulfilment(steps);
  }

  /**
   * @throws {OrderNotFoundError} if there is no such order.
   * @throws {OrderContendedError} if concurrent changes won every attempt.
   * @throws {FulfilmentContendedError} if concurrent changes outdated a step in every attempt.
   * @throws the error of a fulfilment step. The order keeps its state; repeat the call.
   */
  async execute(command: ProcessOrderCommand): Promise<ProcessOrderResult> {
    const { order, steps } = await this.claim(command);
    if (steps === undefined) return this.skip(order, command);
    const outcome = await steps.run(order, async () => this.read(order));
    if ('status' in outcome) return this.skip(outcome, command);

    let own: Change | undefined;
    const finish = (current: Order): Change | undefined => {
      if (current.status !== 'PROCESSING') return undefined; // Another run has finished it.
      const context = changeContext(command, this.clock);
      const { messageId } = command;
      own =
        outcome.refusal === undefined
          ? complete(current, context, this.fulfilment.recordOf(undefined), messageId)
          : fail(
              current,
              outcome.refusal.reason,
              context,
              this.fulfilment.recordOf(outcome.refusal.step),
              messageId,
            );
      return own;
    };
    const finished = await changeOrder(this.orders, command.orderId, finish, order);
    if (own === undefined || finished !== own.order) return this.skip(finished, command);
    await this.conclude(finished, own.events);
    return { order: finished, outcome: finished.status === 'FAILED' ? 'failed' : 'processed' };
  }

  /** Prepares the steps, and makes sure that the order is PROCESSING after that. */
  private async claim(command: ProcessOrderCommand): Promise<Claimed> {
    let steps: PreparedSteps | undefined;
    let own: Change | undefined;
    const order = await changeOrder(this.orders, command.orderId, async (current) => {
      if (admission('claim', current.status) === 'forbidden') return undefined;
      steps = await this.fulfilment.prepare(current);
      const claimable = admit('claim', current);
      own = claimable && claim(claimable, changeContext(command, this.clock));
      return own;
    });
    if (steps === undefined || order.status !== 'PROCESSING') return { order };
    if (order === own?.order) return { order, steps };
    const present = await this.read(order); // An earlier run has claimed it.
    return present.status === 'PROCESSING' ? { order: present, steps } : { order: present };
  }

  private async read({ orderId }: Order): Promise<Order> {
    const order = await this.orders.find(orderId);
    if (order === undefined) throw new OrderNotFoundError(orderId);
    return order;
  }

  /** Leaves the order to the run that finished it, unless that run may have been for the same message. */
  private async skip(
    order: Order,
    { messageId }: ProcessOrderCommand,
  ): Promise<ProcessOrderResult> {
    const finishedBy = 'finishedBy' in order ? order.finishedBy : undefined;
    const isOfAnother =
      messageId !== undefined && finishedBy !== undefined && messageId !== finishedBy;
    if (!isOfAnother) await this.conclude(order);
    return { order, outcome: 'skipped' };
  }

  /**
   * Commits or undoes the steps of an order in a final state.
   *
   * @param committed the events of the final change, if this run has just stored them.
   */
  private async conclude(order: Order, committed?: readonly OrderEvent[]): Promise<void> {
    if (order.status !== 'PROCESSED' && order.status !== 'FAILED') return;
    const events = committed ?? (await this.orders.lastEvents(order.orderId));
    if (order.status === 'PROCESSED') await this.fulfilment.commit({ order, events });
    else await this.fulfilment.undo({ order, events });
  }
}
