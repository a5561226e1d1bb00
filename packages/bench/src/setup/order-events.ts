import type { OrderId, OrderRequest } from '@snacks/domain';
import { EVENT_SOURCE } from '@snacks/domain/events';
import type { OrderRepository } from '@snacks/domain/ports';

/** The order that every benchmark places. */
export const REQUEST: OrderRequest = {
  customerName: 'John Doe',
  snackItems: [
    { name: 'Chips', quantity: 2, price: 3.99 },
    { name: 'Soda', quantity: 1, price: 1.99 },
  ],
  totalAmount: 9.97,
};

/** An event of an HTTP API, with the fields that the handlers read. */
export function apiEvent(method: string, path: string) {
  return {
    version: '2.0',
    routeKey: `${method} ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    requestContext: { http: { method, path } },
    isBase64Encoded: false,
  };
}

/** The latest event of an order, in the envelope of the bus, with the fields that the handlers read. */
export async function latestEnvelope(orders: OrderRepository, orderId: OrderId): Promise<object> {
  const [event] = await orders.lastEvents(orderId);
  return { source: EVENT_SOURCE, 'detail-type': event?.type, detail: event?.detail };
}
