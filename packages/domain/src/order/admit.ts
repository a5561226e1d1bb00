import { OrderConflictError } from '../errors.js';
import { admission, type ChangeCommand, type From } from './lifecycle.js';
import type { Order, OrderIn } from './order.js';

function isAdmitted<C extends ChangeCommand>(command: C, order: Order): order is OrderIn<From<C>> {
  return admission(command, order.status) === 'applies';
}

/**
 * The order, typed as one that the command may change; `undefined` where the command's target
 * state already holds, so that there is nothing to do.
 *
 * @throws {OrderConflictError} where the order's state forbids the command.
 */
export function admit<C extends ChangeCommand>(
  command: C,
  order: Order,
): OrderIn<From<C>> | undefined {
  if (isAdmitted(command, order)) return order;
  if (admission(command, order.status) === 'already holds') return undefined;
  throw new OrderConflictError(order.orderId, command, order.status);
}
