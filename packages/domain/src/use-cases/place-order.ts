import {
  hasCode,
  IdempotencyKeyReusedError,
  OrderInvalidError,
  RequestInvalidError,
} from '../errors.js';
import type { Order, OrderContent, OrderId } from '../order/order.js';
import { ORDER_FIELD_RULES } from '../order/order-field-rules.js';
import { readOrderRequest, type OrderRequest } from '../order/order-request.js';
import { place } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import { uuidFromDigest, type IdGenerator } from '../ports/id-generator.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { issueOf, type FieldIssue } from '../validation/field-rule.js';
import { REQUEST_FIELD_RULES } from '../validation/request-field-rules.js';
import type { PriceList } from './price-list.js';
import { changeContext, type RequestContext } from './request-context.js';

/** An order to place, and who places it. */
export interface PlaceOrderCommand extends RequestContext {
  readonly request: OrderRequest;
  /** The owner, if the actor is anonymous or the platform. Any other actor owns the orders they place. */
  readonly customerId?: string;
  /** Makes repeats of the request safe: all of them together place one order. */
  readonly idempotencyKey?: string;
  /**
   * The id of the external event that asks for the order. Used instead of an idempotency key: an event
   * has at most one order, and a caller's key never leads to the same order id.
   */
  readonly eventId?: string;
}

/** The result of placing an order. */
export interface PlaceOrderResult {
  readonly order: Order;
  /** Whether the order existed already, placed by the same request with the same key. */
  readonly repeated: boolean;
}

/**
 * Validates an order, and stores it as NEW (PENDING_APPROVAL if its priority is high) with its
 * `Order Created` event: one conditional write, and no other round trip.
 *
 * Without a price list, the customer sets the prices.
 *
 * The order's id is derived from the actor and the idempotency key, or from the external event. So the
 * write itself detects a repeat, without a second record that would have to expire.
 */
export class PlaceOrder {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
    private readonly priceList?: PriceList,
  ) {}

  /**
   * @throws {OrderInvalidError} if the order breaks a rule.
   * @throws {TotalMismatchError} if the total is not the exact price of the items.
   * @throws {PricesRefusedError} if the catalogue does not agree with the items; not for a repeat.
   * @throws {RequestInvalidError} if the idempotency key or an id of the context breaks its rule.
   * @throws {IdempotencyKeyReusedError} if the key was used for another request.
   */
  async execute(command: PlaceOrderCommand): Promise<PlaceOrderResult> {
    const { idempotencyKey } = command;
    const content = readOrderRequest(command.request, customerIdIssues(command));
    const customerId = ownerOf(command);
    if (
      idempotencyKey !== undefined &&
      !REQUEST_FIELD_RULES.idempotencyKey.accepts(idempotencyKey)
    ) {
      throw new RequestInvalidError([
        issueOf('idempotencyKey', REQUEST_FIELD_RULES.idempotencyKey),
      ]);
    }

    const orderId = this.orderId(command);
    const requestHash = this.requestHash(content, customerId);
    const change = place(
      content,
      { orderId, ...(customerId !== undefined && { customerId }) },
      changeContext(command, this.clock),
    );
    const isRepeatable = idempotencyKey !== undefined || command.eventId !== undefined;
    await this.checkPrices(content, isRepeatable ? orderId : undefined);
    const result = await this.orders.add(change, requestHash);

    if (result.added) return { order: change.order, repeated: false };
    if (result.requestHash !== requestHash) throw new IdempotencyKeyReusedError();
    // With a random id, the existing order is from this call: the first response of the database was lost,
    // and its client retried the write.
    return { order: result.order, repeated: isRepeatable };
  }

  /**
   * Checks the prices of a new order. The order that a request has placed before keeps its prices, so that
   * a repeat succeeds after a change of the catalogue.
   */
  private async checkPrices(
    { snackItems }: OrderContent,
    placed: OrderId | undefined,
  ): Promise<void> {
    try {
      await this.priceList?.withPrices(async (prices) => prices.check(snackItems));
    } catch (error) {
      if (!hasCode(error, 'PRICES_REFUSED') || placed === undefined) throw error;
      if ((await this.orders.find(placed)) === undefined) throw error;
    }
  }

  private orderId({ actor, idempotencyKey, eventId }: PlaceOrderCommand): OrderId {
    if (eventId !== undefined) return this.idFrom(['order of event', eventId]);
    if (idempotencyKey === undefined) return this.ids.randomId();
    return this.idFrom(['order', actor.subject ?? null, idempotencyKey]);
  }

  private idFrom(identity: readonly (string | null)[]): OrderId {
    return uuidFromDigest(this.ids.digest(JSON.stringify(identity)));
  }

  private requestHash(content: OrderContent, customerId: string | undefined): string {
    // `readOrderRequest` creates the fields in a fixed order, so equal requests give equal JSON.
    return this.ids.digest(JSON.stringify([customerId ?? null, content]));
  }
}

function customerIdIssues({ customerId }: PlaceOrderCommand): readonly FieldIssue[] {
  return customerId === undefined || ORDER_FIELD_RULES.customerId.accepts(customerId)
    ? []
    : [issueOf('customerId', ORDER_FIELD_RULES.customerId)];
}

function ownerOf({ actor, customerId }: PlaceOrderCommand): string | undefined {
  if (actor.subject === undefined || actor.roles.includes('system')) return customerId;
  if (customerId !== undefined && customerId !== actor.subject) {
    throw new OrderInvalidError([
      {
        field: 'customerId',
        code: 'CUSTOMER_ID_NOT_YOURS',
        message: 'must be left out: an authenticated caller orders for themselves',
      },
    ]);
  }
  return actor.subject;
}
