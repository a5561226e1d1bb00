import { admit } from '../order/admit.js';
import type { Order, OrderId } from '../order/order.js';
import { cancel } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { changeOrder } from './change-order.js';
import { assertVersion } from './expected-version.js';
import { changeContext, type RequestContext } from './request-context.js';
import { changeableBy } from './visible-order.js';

/** Which order to take back, on whose behalf. */
export interface CancelOrderCommand extends RequestContext {
  readonly orderId: OrderId;
  /** Cancel only this version; whichever is current where it is left out. */
  readonly expectedVersion?: number;
}

/** Takes an order back, as long as nobody has begun to work on it. Twice is the same as once. */
export class CancelOrder {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {OrderNotFoundError} @throws {ForbiddenError} where it is not the actor's to cancel.
   * @throws {OrderConflictError} where it is too late.
   * @throws {VersionMismatchError} where the expected version is not the current one.
   * @throws {OrderContendedError} where others won every write.
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
