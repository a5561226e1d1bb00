import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';

import { platformMap } from '../src/composition/platform-map.js';
import type { FunctionName } from '../src/topology/topology.js';
import { anApiEvent, type ApiRequestTraits } from './events.js';

type Invoke = (name: FunctionName, event: unknown) => Promise<unknown>;

const REASON = 'test';
const MAP = platformMap(24);

/**
 * Lets an operator read everything, redrive and delete the message of every dead-letter queue, and set a
 * stock, so that both functions make every call that they can make.
 */
export async function operate(invoke: Invoke, orderId: string) {
  const call = async (
    name: FunctionName,
    method: string,
    path: string,
    more: ApiRequestTraits = {},
  ) => apiResponse(await invoke(name, anApiEvent({ method, path, ...more })));
  const read = async (path: string, query: Readonly<Record<string, string>> = {}) =>
    call('operations-reader', 'GET', path, { query });
  const change = async (queue: string, method: 'POST' | 'DELETE', body: object) =>
    call(
      'operations-actor',
      method,
      `/operations/dead-letters/{queue}/${method === 'POST' ? 'redrive' : '{messageId}'}`,
      { pathParameters: { queue, messageId: 'message-1' }, body: { reason: REASON, ...body } },
    );

  const redriven = await change('order-processing-dlq', 'POST', { messageIds: ['message-1'] });
  for (const queue of MAP.deadLetterQueues) {
    await change(queue, 'POST', { messageIds: ['unknown'] });
    await change(queue, 'DELETE', {});
  }
  for (const { deadLetterQueue } of MAP.queues) {
    await change(deadLetterQueue, 'POST', { messageIds: ['message-1'] });
    await change(deadLetterQueue, 'POST', { messageIds: 'all' });
  }
  const row = await call('operations-actor', 'PUT', '/operations/stock/{name}', {
    pathParameters: { name: 'Nuts' },
    body: { available: 7, reason: REASON },
  });
  const high = await invoke(
    'order-creator',
    anApiEvent({ body: anOrderRequest({ priority: 'high' }) }),
  );
  const path = '/operations/orders/{orderId}';
  const viewOf = async (id: unknown) =>
    call('operations-reader', 'GET', path, { pathParameters: { orderId: String(id) } });
  await viewOf(apiResponse(high).body.orderId);
  await read('/operations/overview');
  await read('/operations/dead-letters');
  await read('/operations/orders', { customerId: 'customer-1' });
  await read('/operations/stock');
  await read('/operations/logs');
  return { redriven, row, view: await viewOf(orderId), actions: await read('/operations/actions') };
}

function apiResponse(response: unknown) {
  const { statusCode, body: text } = isFields(response) ? response : {};
  const body: unknown = text === '' ? {} : JSON.parse(String(text));
  if (!isFields(body)) throw new Error(`Not the response of an API: ${JSON.stringify(response)}`);
  return { statusCode, body };
}
