import { hasCode, OrderContendedError, OrderNotFoundError } from '../errors.js';
import type { Change } from '../order/change.js';
import type { Order, OrderId } from '../order/order.js';
import type { OrderRepository } from '../ports/order-repository.js';

/** How often a change is decided anew because somebody else wrote first. */
const ATTEMPTS = 10;

/**
 * Loads an order, decides, and writes; where somebody else wrote in between, loads and decides
 * again. `decide` returns `undefined` where there is nothing to do.
 *
 * @param known the order as the caller has it: it is not loaded for the first attempt. Where it is
 *   not current any more, the store refuses the write.
 * @throws {OrderNotFoundError} where there is no such order.
 * @throws {OrderContendedError} where others won every time.
 */
export async function changeOrder(
  orders: OrderRepository,
  orderId: OrderId,
  decide: (order: Order) => Change | undefined,
  known?: Order,
): Promise<Order> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const order = (attempt === 1 ? known : undefined) ?? (await orders.find(orderId));
    if (order === undefined) throw new OrderNotFoundError(orderId);

    const change = decide(order);
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
