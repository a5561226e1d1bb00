import { OrderConflictError } from '../errors.js';
import { admission, type ChangeCommand, type From } from './lifecycle.js';
import type { Order, OrderIn } from './order.js';

function isAdmitted<C extends ChangeCommand>(command: C, order: Order): order is OrderIn<From<C>> {
  return admission(command, order.status) === 'applies';
}

/**
 * Returns the order, typed as one that the command may change; `undefined` if the order is already in
 * the command's target state, so that there is nothing to do.
 *
 * @throws {OrderConflictError} if the state of the order forbids the command.
 */
export function admit<C extends ChangeCommand>(
  command: C,
  order: Order,
): OrderIn<From<C>> | undefined {
  if (isAdmitted(command, order)) return order;
  if (admission(command, order.status) === 'already holds') return undefined;
  throw new OrderConflictError(order.orderId, command, order.status);
}
