import { describe, expect, it } from '@jest/globals';
import type { EventPublisher } from '@snacks/domain/ports';
import { anEventRecord, aPlacing, anOrderRequest } from '@snacks/domain/testing';

import {
  anApiEvent,
  anEnvelope,
  anInsert,
  aQueueBatch,
  type ApiRequestTraits,
} from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';
import { SystemClock } from '../composition/node-adapters.js';
import { EmfMetrics } from '../observability/metrics/emf-metrics.js';
import { FUNCTION_NAMES, type FunctionName } from '../topology/topology.js';

/** A placeholder for customer data. A log line that contains it is a leak. */
const CANARY = 'Canary-7f3a';

const request = anOrderRequest({
  customerName: CANARY,
  snackItems: [{ name: CANARY, quantity: 1, price: 1 }],
  totalAmount: 1,
  deliveryPreferences: { address: CANARY, instructions: CANARY },
});
const placing = aPlacing({ customerId: CANARY, request });
const envelope = anEnvelope(placing.events[0] ?? fail());
const orderId = placing.order.orderId;

function fail(): never {
  throw new Error('a placed order has an event');
}

function streamBatch(attributes: Readonly<Record<string, unknown>> = {}) {
  return { Records: [anInsert(placing, { attributes })] };
}

/** Valid and invalid events of an order. */
const notices: readonly unknown[] = [
  envelope,
  aQueueBatch([
    JSON.stringify(envelope),
    CANARY,
    `\nat ${CANARY}`,
    `"${CANARY}"`,
    `{"detail":"${CANARY}"}`,
  ]),
  { ...envelope, detail: { orderId: CANARY, customerName: CANARY } },
  CANARY,
];

/** The input from the approval workflow. */
const task = {
  orderId,
  correlationId: 'correlation-1',
  taskToken: CANARY,
  secondsLeft: 60,
  reminder: false,
};

/** A request of an operator. */
function operating(method: string, path: string, traits: ApiRequestTraits = {}) {
  return anApiEvent({ method, path, ...traits });
}

/** Valid and invalid inputs of every function, with canaries. */
const INPUTS: Readonly<Record<FunctionName, readonly unknown[]>> = {
  'order-creator': [
    request,
    CANARY,
    { ...request, [CANARY]: CANARY, idempotencyKey: `${CANARY} ` },
    { ...request, totalAmount: 2 },
    { ...request, priority: CANARY },
    anApiEvent({ body: request }),
    anApiEvent({ body: `{"customerName":"${CANARY}"` }),
    anApiEvent({ body: CANARY, headers: { 'x-correlation-id': `${CANARY} ` } }),
    anApiEvent({ body: { ...request, [CANARY]: CANARY }, headers: { 'idempotency-key': 'ü' } }),
  ],
  'order-reader': [anApiEvent({ method: 'GET', pathParameters: { orderId: CANARY } }), CANARY],
  'order-lister': [
    anApiEvent({ method: 'GET', query: { customerId: CANARY } }),
    anApiEvent({ method: 'GET', query: { [CANARY]: CANARY, cursor: CANARY } }),
  ],
  'order-canceller': [
    anApiEvent({ method: 'DELETE', pathParameters: { orderId } }),
    anApiEvent({ method: 'DELETE', pathParameters: { orderId: CANARY } }),
  ],
  'order-updater': [
    anApiEvent({
      method: 'PUT',
      pathParameters: { orderId },
      body: { ...request, totalAmount: 2 },
    }),
    anApiEvent({ method: 'PUT', pathParameters: { orderId }, body: request }),
    anApiEvent({ method: 'PUT', pathParameters: { orderId }, body: CANARY }),
    anApiEvent({ method: 'PUT', pathParameters: { orderId }, headers: { 'if-match': CANARY } }),
  ],
  'order-approver': [
    anApiEvent({ pathParameters: { orderId }, body: { decision: 'approve', note: CANARY } }),
    anApiEvent({ pathParameters: { orderId }, body: { decision: CANARY } }),
  ],
  'order-timeline': [
    anApiEvent({ method: 'GET', pathParameters: { orderId } }),
    anApiEvent({ method: 'GET', pathParameters: { orderId: CANARY } }),
  ],
  'catalogue-reader': [
    anApiEvent({ method: 'GET', headers: { 'if-none-match': CANARY } }),
    anApiEvent({ method: 'GET', query: { [CANARY]: CANARY } }),
  ],
  'catalogue-editor': [
    anApiEvent({ method: 'PUT', pathParameters: { name: CANARY }, body: { price: 1 } }),
    anApiEvent({ method: 'PUT', pathParameters: { name: CANARY }, body: { price: CANARY } }),
    anApiEvent({ method: 'DELETE', pathParameters: { name: CANARY } }),
  ],
  'operations-reader': [
    operating('GET', '/operations/orders', { query: { q: CANARY } }),
    operating('GET', '/operations/orders', { query: { customerId: CANARY } }),
    operating('GET', '/operations/orders/{orderId}', { pathParameters: { orderId } }),
    operating('GET', '/operations/dead-letters', { query: { queue: CANARY } }),
    operating('GET', '/operations/stock', { query: { name: CANARY } }),
    operating('GET', '/operations/logs', { query: { q: CANARY, [CANARY]: CANARY } }),
    operating('POST', '/operations/dead-letters/{queue}/{messageId}/dry-run', {
      pathParameters: { queue: 'order-processing-dlq', messageId: CANARY },
      body: { body: JSON.stringify(envelope) },
    }),
    operating('GET', `/${CANARY}`),
  ],
  'operations-actor': [
    operating('PUT', '/operations/stock/{name}', {
      pathParameters: { name: CANARY },
      body: { available: 1, reason: CANARY },
    }),
    operating('POST', '/operations/dead-letters/{queue}/redrive', {
      pathParameters: { queue: CANARY },
      body: { messageIds: [CANARY], reason: CANARY },
    }),
    operating('PUT', '/operations/dead-letters/{queue}/{messageId}', {
      pathParameters: { queue: 'order-processing-dlq', messageId: CANARY },
      body: { body: CANARY, reason: CANARY },
    }),
    operating('DELETE', '/operations/dead-letters/{queue}/{messageId}', {
      pathParameters: { queue: 'order-processing-dlq', messageId: CANARY },
      body: { reason: CANARY },
    }),
  ],
  'event-ingestion': [
    anApiEvent({ body: { source: CANARY, type: CANARY, payload: { [CANARY]: CANARY } } }),
    anApiEvent({ body: { source: `${CANARY} `, type: 'x', payload: 1 } }),
    anApiEvent({ body: CANARY, headers: { 'idempotency-key': CANARY } }),
  ],
  'event-recorder': [
    aQueueBatch([
      JSON.stringify(anEventRecord({ payload: CANARY, source: CANARY, sender: CANARY })),
      JSON.stringify(anEventRecord({ type: 'order.submitted', payload: request })),
      JSON.stringify(anEventRecord({ type: 'order.submitted', payload: { [CANARY]: CANARY } })),
      CANARY,
    ]),
    CANARY,
  ],
  'order-relay': [
    streamBatch(),
    streamBatch({ outbox: { S: CANARY } }),
    streamBatch({ history: { L: [{ S: CANARY }] } }),
  ],
  'order-processor': notices,
  'order-sweeper': [{ detail: CANARY }],
  'order-notifier': notices,
  'approval-starter': notices,
  'approval-closer': notices,
  'approval-requester': [task, { ...task, taskToken: '' }, { ...task, orderId: CANARY }, CANARY],
  'approval-expirer': [task, { ...task, correlationId: `${CANARY} ` }, CANARY],
  'order-metrics': [
    envelope,
    aQueueBatch([
      JSON.stringify(envelope),
      JSON.stringify(canaryFailure()),
      CANARY,
      `"${CANARY}"`,
      `{"detail":"${CANARY}"}`,
    ]),
    { ...envelope, 'detail-type': CANARY },
    CANARY,
  ],
};

describe('no customer data', () => {
  it.each(FUNCTION_NAMES)(
    'is in the logs and metrics of %s, for any input and any failure',
    async (name) => {
      const lines: string[] = [];
      const metrics = metricsTo(lines);
      const whole = functionsInMemory({ metrics });
      await whole.store.add(placing, 'hash');
      const broken = functionsInMemory({ publisher: brokenBus, orders: brokenStore(), metrics });
      const refused = functionsInMemory({ publisher: refusingBus, metrics });
      const all = [whole, broken, refused];

      for (const { invoke } of all) {
        for (const input of INPUTS[name]) await invoke(name, input).catch(() => undefined);
      }

      const logged = all.map(({ logText }) => logText());
      expect([...logged, ...lines].join('')).not.toContain(CANARY);
      expect(whole.logText()).toContain(`"service":"${name}"`);
    },
  );

  it('is no reason to drop a metric', async () => {
    const lines: string[] = [];
    const { invoke } = functionsInMemory({ metrics: metricsTo(lines) });

    await invoke('order-metrics', envelope);

    expect(lines).toEqual([expect.stringContaining('"OrdersPlaced":1')]);
  });
});

/** The metrics as deployed functions write them. */
function metricsTo(lines: string[]): EmfMetrics {
  const destination = { write: (line: string) => void lines.push(line) };
  return new EmfMetrics({ stage: 'dev', clock: new SystemClock(), destination });
}

/** An event of a failed order that quotes a customer in place of its reason. */
function canaryFailure() {
  const detail = { ...placing.events[0]?.detail, status: 'FAILED', reason: CANARY };
  return { ...envelope, 'detail-type': 'Order Failed', detail };
}

const brokenBus: EventPublisher = {
  publish: async () => Promise.reject(new Error(`no bus for ${CANARY}`)),
};

/** Refuses every event for good. */
const refusingBus: EventPublisher = {
  publish: async (events) =>
    events.map(({ detail }) => ({
      eventId: detail.metadata.eventId,
      code: 'MalformedDetail',
      final: true,
    })),
};

const fails = async () => Promise.reject(new TypeError(`cannot store ${CANARY}`));

function brokenStore() {
  return Object.assign(functionsInMemory().store, {
    add: fails,
    find: fails,
    save: fails,
    list: fails,
    lastEvents: fails,
  });
}
