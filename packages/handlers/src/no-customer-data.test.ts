import { describe, expect, it } from '@jest/globals';
import type { EventPublisher } from '@snacks/domain';
import { aPlacing, anOrderRequest } from '@snacks/domain/testing';

import { anApiEvent, anEnvelope, aQueueBatch } from '../test/events.js';
import { functionsInMemory } from '../test/functions-in-memory.js';
import { FUNCTION_NAMES, type FunctionName } from './topology.js';

/** Stands wherever customer data can stand. A log line with it in is a leak. */
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

function streamBatch(text: string) {
  const NewImage = {
    orderId: { S: orderId },
    version: { N: '1' },
    customerName: { S: CANARY },
    events: { L: [{ S: text }] },
  };
  return {
    Records: [
      {
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        dynamodb: { SequenceNumber: '1', NewImage },
      },
    ],
  };
}

/** Good and bad input of every function, full of canaries. */
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
  'order-relay': [
    streamBatch(JSON.stringify(placing.events[0])),
    streamBatch(CANARY),
    streamBatch(`{"type":"${CANARY}"}`),
  ],
  'order-processor': [
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
  ],
  'order-sweeper': [{ detail: CANARY }],
};

describe('no customer data', () => {
  it.each(FUNCTION_NAMES)(
    'is in what %s logs, whatever it gets and whatever fails',
    async (name) => {
      const whole = functionsInMemory();
      await whole.store.add(placing, 'hash');
      const broken = functionsInMemory({ publisher: brokenBus, orders: brokenStore() });

      for (const { invoke } of [whole, broken]) {
        for (const input of INPUTS[name]) await invoke(name, input).catch(() => undefined);
      }

      expect(whole.logText() + broken.logText()).not.toContain(CANARY);
      expect(whole.logText()).toContain(`"service":"${name}"`);
    },
  );
});

const brokenBus: EventPublisher = {
  publish: async () => Promise.reject(new Error(`no bus for ${CANARY}`)),
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
