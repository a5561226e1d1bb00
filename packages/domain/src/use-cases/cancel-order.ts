import { admit } from '../order/admit.js';
import type { Order, OrderId } from '../order/order.js';
import { cancel } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { changeOrder } from './change-order.js';
import { assertVersion } from './expected-version.js';
import { changeContext, type RequestContext } from './request-context.js';
import { changeableBy } from './visible-order.js';

/** Which order to cancel, and who cancels it. */
export interface CancelOrderCommand extends RequestContext {
  readonly orderId: OrderId;
  /** Cancel only this version; the current one by default. */
  readonly expectedVersion?: number;
}

/** Cancels an order before its processing. Repeating it has no further effect. */
export class CancelOrder {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {OrderNotFoundError} if there is no order that the actor may see.
   * @throws {ForbiddenError} if the actor may see the order, but not change it.
   * @throws {OrderConflictError} if the state of the order forbids it.
   * @throws {VersionMismatchError} if the expected version is not the current one.
   * @throws {OrderContendedError} if concurrent changes won every attempt.
   */
  async execute(command: CancelOrderCommand): Promise<Order> {
    return changeOrder(this.orders, command.orderId, (order) => {
      const cancellable = admit('cancel', changeableBy(command.actor, order));
      if (cancellable === undefined) return undefined;
      assertVersion(cancellable, command.expectedVersion);
      return cancel(cancellable, changeContext(command, this.clock));
    });
  }
}
