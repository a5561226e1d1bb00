/** The code of a strict consumer that imports every entry point of the domain, as an ES module. */
export const STRICT_DOMAIN_CONSUMER = `
import { hasCode, place, readOrderRequest, type Order } from '@snacks/domain';
import type { Clock } from '@snacks/domain/ports';
import { ORDER_EVENT_SCHEMAS, isOrderEvent, type OrderEvent } from '@snacks/domain/events';
import { readPaymentRules, type PaymentRule } from '@snacks/domain/payment-simulator';
import { aNewOrder, idGeneratorContract } from '@snacks/domain/testing';
import { FULFILMENT_STEPS, type FulfilmentStep } from '@snacks/domain/use-cases';

export const clock: Clock = { now: () => 0 };
export const order: Order = aNewOrder();
export const schema = ORDER_EVENT_SCHEMAS['Order Created'];
export const contract = idGeneratorContract;
export const rules: readonly PaymentRule[] = readPaymentRules([]);
export const steps: readonly ((ports: never) => FulfilmentStep)[] = FULFILMENT_STEPS;

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
import ports = require('@snacks/domain/ports');
import simulator = require('@snacks/domain/payment-simulator');
import testing = require('@snacks/domain/testing');
import useCases = require('@snacks/domain/use-cases');

const order: domain.Order = testing.aNewOrder();
const type: events.OrderEvent['type'] = 'Order Created';
// @ts-expect-error: the types are read, so a wrong one does not compile
const wrong: ports.Clock = { now: () => 'noon' };
const steps: typeof useCases.FULFILMENT_STEPS = useCases.FULFILMENT_STEPS;
const rules: readonly simulator.PaymentRule[] = simulator.readPaymentRules([]);
export = { order, type, wrong, steps, rules, status: domain.ORDER_STATUSES, schemas: events.ORDER_EVENT_SCHEMAS };
`;
