import { ForbiddenError, OrderNotFoundError } from '../errors.js';
import { mayChange, maySee, type Actor } from '../order/actor.js';
import type { Order, OrderId } from '../order/order.js';

/**
 * The order, if there is one that the actor may see.
 *
 * @throws {OrderNotFoundError} otherwise, with the same message in both cases.
 */
export function visibleTo(actor: Actor, orderId: OrderId, order: Order | undefined): Order {
  if (order === undefined || !maySee(actor, order)) throw new OrderNotFoundError(orderId);
  return order;
}

/**
 * The order, if the actor may change it.
 *
 * @throws {OrderNotFoundError} if the actor may not see it.
 * @throws {ForbiddenError} if the actor may only see it.
 */
export function changeableBy(actor: Actor, order: Order): Order {
  visibleTo(actor, order.orderId, order);
  if (!mayChange(actor, order)) {
    throw new ForbiddenError('Only the owner or an operator may change this order.');
  }
  return order;
}
