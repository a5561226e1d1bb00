import { ForbiddenError, RequestInvalidError } from '../errors.js';
import { seesAllOrders, type Actor } from '../order/actor.js';
import type { OrderStatus } from '../order/lifecycle.js';
import type { OrderPage, OrderPosition, OrderRepository } from '../ports/order-repository.js';
import { issueOf } from '../validation/field-rule.js';
import { REQUEST_FIELD_RULES } from '../validation/request-field-rules.js';

/** Which orders to list, and for whom. `limit` is 1 to `LIMITS.pageSize`. */
export interface ListOrdersQuery {
  readonly actor: Actor;
  readonly status?: OrderStatus;
  readonly customerId?: string;
  readonly limit: number;
  readonly after?: OrderPosition;
}

/** Lists orders, the newest first. A customer gets only their own orders. */
export class ListOrders {
  constructor(private readonly orders: OrderRepository) {}

  /**
   * @throws {RequestInvalidError} if the limit is out of bounds.
   * @throws {ForbiddenError} if a customer asks for the orders of another one, or is anonymous.
   */
  async execute({ actor, limit, customerId, ...rest }: ListOrdersQuery): Promise<OrderPage> {
    if (!REQUEST_FIELD_RULES.limit.accepts(limit)) {
      throw new RequestInvalidError([issueOf('limit', REQUEST_FIELD_RULES.limit)]);
    }
    const owner = seesAllOrders(actor) ? customerId : ownOrders(actor, customerId);
    return this.orders.list({ ...rest, limit, ...(owner !== undefined && { customerId: owner }) });
  }
}

function ownOrders({ subject }: Actor, customerId: string | undefined): string {
  if (subject === undefined || (customerId !== undefined && customerId !== subject)) {
    throw new ForbiddenError('You may list only your own orders: leave customerId out.');
  }
  return subject;
}
