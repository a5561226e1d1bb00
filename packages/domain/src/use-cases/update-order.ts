import type { Prices } from '../catalogue/prices.js';
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
import type { PriceList } from './price-list.js';
import { changeContext, type RequestContext } from './request-context.js';
import { changeableBy } from './visible-order.js';

/** The new content of an order, and who updates it. */
export interface UpdateOrderCommand extends RequestContext {
  readonly orderId: OrderId;
  /** The whole new content: fields that are left out are removed. Only the priority stays. */
  readonly request: OrderRequest;
  /** Update only this version; the current one by default. */
  readonly expectedVersion?: number;
}

/**
 * Replaces the content of an order before its processing. Without a price list, the customer sets the prices.
 */
export class UpdateOrder {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
    private readonly priceList?: PriceList,
  ) {}

  /**
   * Has no effect on an order that has this content already, whatever version is expected. So the repeat
   * of an update whose response was lost succeeds, even if the order was processed since.
   *
   * @throws {OrderInvalidError} if the content breaks a rule, or the priority is another one.
   * @throws {TotalMismatchError} if the total is not the exact price of the items.
   * @throws {PricesRefusedError} if the catalogue does not agree with an item that is new, or has more
   *   pieces than before.
   * @throws {OrderNotFoundError} if there is no order that the actor may see.
   * @throws {ForbiddenError} if the actor may see the order, but not change it.
   * @throws {OrderConflictError} if the state of the order forbids it.
   * @throws {VersionMismatchError} if the expected version is not the current one.
   * @throws {OrderChangesExhaustedError} if the order has reached its maximum number of updates.
   * @throws {OrderContendedError} if concurrent changes won every attempt.
   */
  async execute(command: UpdateOrderCommand): Promise<Order> {
    const content = readOrderRequest(command.request);
    const attempt = async (prices?: Prices): Promise<Order> =>
      changeOrder(this.orders, command.orderId, (order) => {
        const changeable = changeableBy(command.actor, order);
        if (isRepeat(changeable, content, command.request)) return undefined;
        const updatable = admit('update', changeable);
        const change = updatable && updateTo(content, updatable, command, this.clock);
        if (change !== undefined) prices?.check(content.snackItems, order.snackItems);
        return change;
      });
    return this.priceList === undefined ? attempt() : this.priceList.withPrices(attempt);
  }
}

/** Whether an update gave the order this content, and the order takes no further update. */
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
