import { hasCode, OrderContendedError, OrderNotFoundError } from '../errors.js';
import type { Change } from '../order/change.js';
import type { Order, OrderId } from '../order/order.js';
import type { OrderRepository } from '../ports/order-repository.js';

/** The attempts to write a change, if concurrent changes are written first. */
const MAX_ATTEMPTS = 10;

/**
 * Loads an order, decides on its change, and writes it. Repeats all three if a concurrent change was
 * written in between. `decide` returns `undefined` if there is nothing to do.
 *
 * @param known the order, if the caller has just loaded it. It saves the first load; if it is no longer
 *   current, the repository refuses the write.
 * @throws {OrderNotFoundError} if there is no such order.
 * @throws {OrderContendedError} if concurrent changes won every attempt.
 */
export async function changeOrder(
  orders: OrderRepository,
  orderId: OrderId,
  decide: (order: Order) => Change | undefined | Promise<Change | undefined>,
  known?: Order,
): Promise<Order> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const order = (attempt === 1 ? known : undefined) ?? (await orders.find(orderId));
    if (order === undefined) throw new OrderNotFoundError(orderId);

    const change = await decide(order);
    if (change === undefined) return order;
    try {
      await orders.save(change);
      return change.order;
    } catch (error) {
      if (!hasCode(error, 'VERSION_CONFLICT')) throw error;
    }
  }
  throw new OrderContendedError(orderId);
}
