import type { Actor } from '../order/actor.js';
import type { Order, OrderId } from '../order/order.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { visibleTo } from './visible-order.js';

/** Reads the current version of an order. */
export class GetOrder {
  constructor(private readonly orders: OrderRepository) {}

  /** @throws {OrderNotFoundError} if there is no order that the actor may see. */
  async execute({ orderId, actor }: { orderId: OrderId; actor: Actor }): Promise<Order> {
    return visibleTo(actor, orderId, await this.orders.find(orderId));
  }
}
