import type { OrderEvent } from '../events/order-event.js';
import { LIFECYCLE } from '../order/lifecycle.js';
import { toDecimal } from '../order/money.js';
import type { Order } from '../order/order.js';
import type { Notifications } from '../ports/notifications.js';
import type { OrderRepository } from '../ports/order-repository.js';

/**
 * Tells people of a change of an order that an event on the bus tells of. Whoever may put events on
 * the bus may write any: the order is read, and has to say the same.
 */
export class TellOfChange {
  constructor(
    private readonly orders: OrderRepository,
    private readonly notifications: Notifications,
  ) {}

  /**
   * Answers `not so` where there is no such order (any more), or it never changed so: nobody is told,
   * and trying again is in vain.
   *
   * @throws what the ports throw: then trying again is right, and who is told twice sees it by the id.
   */
  async execute(event: OrderEvent): Promise<'told' | 'not so'> {
    const order = await this.orders.find(event.detail.orderId);
    if (order === undefined || !isSo(order, event)) return 'not so';
    await this.notifications.notify(event);
    return 'told';
  }
}

/** Whether the order went through this change. What an earlier version asked for is not kept. */
function isSo(order: Order, { type, detail }: OrderEvent): boolean {
  const { eventId, orderVersion, occurredAt } = detail.metadata;
  const change = order.history.find(({ version }) => version === orderVersion);
  return (
    change !== undefined &&
    LIFECYCLE[change.command].event === type &&
    change.status === detail.status &&
    change.at === occurredAt &&
    eventId === `${order.orderId}:${orderVersion}:0` &&
    order.createdAt === detail.createdAt &&
    (orderVersion !== order.version || asksForTheSame(order, detail))
  );
}

function asksForTheSame(order: Order, detail: OrderEvent['detail']): boolean {
  return (
    order.customerName === detail.customerName &&
    order.priority === detail.priority &&
    toDecimal(order.totalAmount) === detail.totalAmount
  );
}
