import { OrderInvalidError } from '../errors.js';
import { admit } from '../order/admit.js';
import type { Change } from '../order/change.js';
import { admission, type From } from '../order/lifecycle.js';
import type { Order, OrderId, OrderIn } from '../order/order.js';
import { readOrderRequest, type OrderRequest } from '../order/order-request.js';
import { differences, update, type UpdatedContent } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { changeOrder } from './change-order.js';
import { assertVersion } from './expected-version.js';
import { changeContext, type RequestContext } from './request-context.js';
import { changeableBy } from './visible-order.js';

/** Which order to change to what, on whose behalf. */
export interface UpdateOrderCommand extends RequestContext {
  readonly orderId: OrderId;
  /** The order as it shall be: what is left out goes away, the priority alone stays. */
  readonly request: OrderRequest;
  /** Change only this version; whichever is current where it is left out. */
  readonly expectedVersion?: number;
}

/** Replaces what an order asks for, as long as nobody has begun to work on it. */
export class UpdateOrder {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * An order that already asks for exactly this stays as it is, whatever version was expected, and, if
   * it was updated, however far it has come since: the repeat of an update whose response was lost
   * succeeds.
   *
   * @throws {OrderInvalidError} @throws {TotalMismatchError} where the request breaks a rule.
   * @throws {OrderNotFoundError} @throws {ForbiddenError} where it is not the actor's to change.
   * @throws {OrderConflictError} where it is too late.
   * @throws {VersionMismatchError} where the expected version is not the current one.
   * @throws {OrderChangesExhaustedError} @throws {OrderContendedError}
   */
  async execute(command: UpdateOrderCommand): Promise<Order> {
    const content = readOrderRequest(command.request);
    return changeOrder(this.orders, command.orderId, (order) => {
      const changeable = changeableBy(command.actor, order);
      if (isRepeat(changeable, content, command.request)) return undefined;
      const updatable = admit('update', changeable);
      return updatable && updateTo(content, updatable, command, this.clock);
    });
  }
}

/** Whether the order was brought to just this by an update, and nobody may update it any more. */
function isRepeat(order: Order, content: UpdatedContent, { priority }: OrderRequest): boolean {
  return (
    admission('update', order.status) === 'forbidden' &&
    order.history.some(({ command }) => command === 'update') &&
    (priority === undefined || priority === order.priority) &&
    differences(order, content).length === 0
  );
}

function updateTo(
  content: UpdatedContent,
  order: OrderIn<From<'update'>>,
  command: UpdateOrderCommand,
  clock: Clock,
): Change | undefined {
  const { request, expectedVersion } = command;
  if (request.priority !== undefined && request.priority !== order.priority) {
    throw new OrderInvalidError([
      {
        field: 'priority',
        code: 'PRIORITY_FIXED',
        message: `must stay ${order.priority}, or be left out: place another order instead`,
      },
    ]);
  }
  if (differences(order, content).length === 0) return undefined;
  assertVersion(order, expectedVersion);
  return update(order, content, changeContext(command, clock));
}
