/** The code of a strict consumer that imports every entry point of the domain, as an ES module. */
export const STRICT_DOMAIN_CONSUMER = `
import { hasCode, place, readOrderRequest, type Order } from '@snacks/domain';
import type { Clock } from '@snacks/domain/ports';
import { ORDER_EVENT_SCHEMAS, isOrderEvent, type OrderEvent } from '@snacks/domain/events';
import { aNewOrder, idGeneratorContract } from '@snacks/domain/testing';

export const clock: Clock = { now: () => 0 };
export const order: Order = aNewOrder();
export const schema = ORDER_EVENT_SCHEMAS['Order Created'];
export const contract = idGeneratorContract;

export function typeOf(value: unknown): OrderEvent['type'] | undefined {
  return isOrderEvent(value) ? value.type : undefined;
}

export function totalOf(request: Parameters<typeof readOrderRequest>[0]): number {
  try {
    const content = readOrderRequest(request);
    const context = { now: clock.now(), actor: 'john', correlationId: 'request-1' };
    return place(content, { orderId: 'order-1' }, context).order.totalAmount;
  } catch (error) {
    return hasCode(error, 'ORDER_INVALID') ? error.issues.length : 0;
  }
}

// @ts-expect-error: the types are read, so a wrong one does not compile
export const wrong: Clock = { now: () => 'noon' };
`;

/** The same for a CommonJS module. */
export const STRICT_DOMAIN_CONSUMER_CJS = `
import domain = require('@snacks/domain');
import events = require('@snacks/domain/events');
import testing = require('@snacks/domain/testing');

const order: domain.Order = testing.aNewOrder();
const type: events.OrderEvent['type'] = 'Order Created';
// @ts-expect-error: the types are read, so a wrong one does not compile
const wrong: domain.Clock = { now: () => 'noon' };
export = { order, type, wrong, status: domain.ORDER_STATUSES, schemas: events.ORDER_EVENT_SCHEMAS };
`;
