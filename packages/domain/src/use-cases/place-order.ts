import { IdempotencyKeyReusedError, OrderInvalidError } from '../errors.js';
import { FIELD_RULES, issueOf } from '../order/field-rules.js';
import type { Order, OrderContent, OrderId } from '../order/order.js';
import { readOrderRequest, type OrderRequest } from '../order/order-request.js';
import { place } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import { uuidFromDigest, type IdGenerator } from '../ports/id-generator.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { changeContext, type RequestContext } from './request-context.js';

/** What to place, on whose behalf. */
export interface PlaceOrderCommand extends RequestContext {
  readonly request: OrderRequest;
  /** The owner, where the actor is nobody in particular. A known actor owns what they place. */
  readonly customerId?: string;
  /** Makes repeating the request safe: it places the order once, however often it is sent. */
  readonly idempotencyKey?: string;
  /**
   * The external event that asks for the order: it has one at most. Counts instead of a key, and no key
   * of a caller can meet it.
   */
  readonly eventId?: string;
}

/** What became of a placing. */
export interface PlaceOrderResult {
  readonly order: Order;
  /** Whether the order was there already, placed by the same request under the same key. */
  readonly repeated: boolean;
}

/**
 * Takes an order: checks it, and stores it as NEW (PENDING_APPROVAL where its priority is high)
 * with its `Order Created` event, in one conditional write and no other round trip.
 *
 * The order's id is derived from the actor and the idempotency key, or from the external event, so the write itself finds a
 * repeat: no second record, and nothing that expires.
 */
export class PlaceOrder {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ids: IdGenerator,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {OrderInvalidError} @throws {TotalMismatchError} where the request breaks a rule.
   * @throws {IdempotencyKeyReusedError} where the key was used for another request.
   */
  async execute(command: PlaceOrderCommand): Promise<PlaceOrderResult> {
    const { idempotencyKey } = command;
    const content = readOrderRequest(command.request);
    const customerId = ownerOf(command);
    if (idempotencyKey !== undefined && !FIELD_RULES.idempotencyKey.accepts(idempotencyKey)) {
      throw new OrderInvalidError([issueOf('idempotencyKey', FIELD_RULES.idempotencyKey)]);
    }

    const orderId = this.orderId(command);
    const requestHash = this.requestHash(content, customerId);
    const change = place(
      content,
      { orderId, ...(customerId !== undefined && { customerId }) },
      changeContext(command, this.clock),
    );
    const result = await this.orders.add(change, requestHash);

    if (result.added) return { order: change.order, repeated: false };
    if (result.requestHash !== requestHash) throw new IdempotencyKeyReusedError();
    // Under an id that nobody else can have, the order is this call's own: the store took it and
    // was asked again because its response was lost.
    const repeated = idempotencyKey !== undefined || command.eventId !== undefined;
    return { order: result.order, repeated };
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
    // `readOrderRequest` builds the content field by field, so equal requests give equal text.
    return this.ids.digest(JSON.stringify([customerId ?? null, content]));
  }
}

function ownerOf({ actor, customerId }: PlaceOrderCommand): string | undefined {
  if (customerId !== undefined && !FIELD_RULES.customerId.accepts(customerId)) {
    throw new OrderInvalidError([issueOf('customerId', FIELD_RULES.customerId)]);
  }
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
