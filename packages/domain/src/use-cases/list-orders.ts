import { ForbiddenError, OrderInvalidError } from '../errors.js';
import { seesAllOrders, type Actor } from '../order/actor.js';
import { FIELD_RULES, issueOf } from '../order/field-rules.js';
import type { OrderStatus } from '../order/lifecycle.js';
import type { OrderPage, OrderPosition, OrderRepository } from '../ports/order-repository.js';

/** Which orders to list, for whom; `limit` is at most `LIMITS.pageSize`. */
export interface ListOrdersQuery {
  readonly actor: Actor;
  readonly status?: OrderStatus;
  readonly customerId?: string;
  readonly limit: number;
  readonly after?: OrderPosition;
}

/** Lists orders, newest first. A customer's listing holds their own orders only. */
export class ListOrders {
  constructor(private readonly orders: OrderRepository) {}

  /**
   * @throws {OrderInvalidError} where the limit is out of bounds.
   * @throws {ForbiddenError} where a customer asks for somebody else's orders.
   */
  async execute({ actor, limit, customerId, ...rest }: ListOrdersQuery): Promise<OrderPage> {
    if (!FIELD_RULES.limit.accepts(limit)) {
      throw new OrderInvalidError([issueOf('limit', FIELD_RULES.limit)]);
    }
    const owner = seesAllOrders(actor) ? customerId : ownOrders(actor, customerId);
    return this.orders.list({ ...rest, limit, ...(owner !== undefined && { customerId: owner }) });
  }
}

function ownOrders({ subject }: Actor, customerId: string | undefined): string {
  if (subject === undefined || (customerId !== undefined && customerId !== subject)) {
    throw new ForbiddenError('Only your own orders can be listed: leave customerId out.');
  }
  return subject;
}
