import { readFileSync } from 'node:fs';
import { ANYONE, toTimestamp, type OrderRequest } from '@snacks/domain';
import type { OrderRepository } from '@snacks/domain/ports';
import { PlaceOrder } from '@snacks/domain/use-cases';
import { CryptoIdGenerator, SystemClock, type FunctionName } from '@snacks/handlers';

import { apiEvent, latestEnvelope, REQUEST } from './order-events.js';

/** For each function, creates an event that it handles successfully. */
export type ColdStartEvents = Readonly<Record<FunctionName, () => Promise<unknown>>>;

/** An order of high priority waits for a decision. */
const PENDING_REQUEST: OrderRequest = { ...REQUEST, priority: 'high' };

const EVENT = { source: 'sensor-01', type: 'temperature', payload: { value: 22.5 } };

/** Creates events whose orders are placed in the store when needed. */
export function coldStartEvents(orders: OrderRepository): ColdStartEvents {
  const ids = new CryptoIdGenerator();
  const placeOrder = new PlaceOrder(orders, ids, new SystemClock());
  const place = async (request: OrderRequest = REQUEST) => {
    const context = { actor: ANYONE, correlationId: 'bench' };
    return (await placeOrder.execute({ ...context, request })).order;
  };
  const orderEvent = async () => {
    const { orderId } = await place();
    return latestEnvelope(orders, orderId);
  };
  const queued = async () => {
    const receivedAt = toTimestamp(Date.now());
    const event = { ...EVENT, eventId: ids.randomId(), receivedAt, correlationId: 'bench' };
    const attributes = { ApproximateReceiveCount: '1' };
    const message = { messageId: event.eventId, attributes, body: JSON.stringify(event) };
    const eventSourceARN = 'arn:aws:sqs:local:000000000000:event-ingestion';
    return { Records: [{ ...message, eventSource: 'aws:sqs', eventSourceARN }] };
  };
  // The order does not wait for approval: the functions run completely, but ask no approver.
  const task = async () => {
    const { orderId } = await place();
    const wait = { taskToken: 'token', secondsLeft: 60, reminder: false };
    return { orderId, correlationId: 'bench', ...wait };
  };
  const ofOrder = async (method: string, request?: OrderRequest) => {
    const { orderId } = await place(request);
    return { ...apiEvent(method, '/orders/{orderId}'), pathParameters: { orderId } };
  };
  return {
    'order-creator': async () => ({
      ...apiEvent('POST', '/orders'),
      body: JSON.stringify(REQUEST),
    }),
    'order-reader': async () => ofOrder('GET'),
    'order-lister': async () => ({
      ...apiEvent('GET', '/orders'),
      queryStringParameters: { status: 'PROCESSED', limit: '20' },
    }),
    'order-canceller': async () => ofOrder('DELETE'),
    'order-updater': async () => ({ ...(await ofOrder('PUT')), body: JSON.stringify(REQUEST) }),
    'order-approver': async () => ({
      ...(await ofOrder('POST', PENDING_REQUEST)),
      body: '{"decision":"approve"}',
    }),
    'order-timeline': async () => ofOrder('GET'),
    'event-ingestion': async () => ({
      ...apiEvent('POST', '/events'),
      body: JSON.stringify(EVENT),
    }),
    'catalogue-reader': async () => apiEvent('GET', '/snacks'),
    'catalogue-editor': async () => ({
      ...apiEvent('PUT', '/snacks/{name}'),
      pathParameters: { name: 'Chips' },
      body: '{"price":3.99}',
    }),
    'operations-reader': async () => apiEvent('GET', '/operations/approvals'),
    'operations-actor': async () => ({
      ...apiEvent('PUT', '/operations/stock/{name}'),
      pathParameters: { name: 'Chips' },
      body: '{"available":10,"reason":"benchmark"}',
    }),
    'event-recorder': queued,
    'order-relay': async () => fixture('dynamodb-stream'),
    'order-processor': orderEvent,
    'order-sweeper': async () => fixture('scheduled'),
    'order-metrics': async () => fixture('eventbridge'),
    'order-notifier': orderEvent,
    'approval-starter': orderEvent,
    'approval-requester': task,
    'approval-expirer': task,
    'approval-closer': orderEvent,
  };
}

/** Reads an AWS event from the fixtures of the handlers. */
function fixture(name: string): unknown {
  const file = new URL(`../../../handlers/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}
