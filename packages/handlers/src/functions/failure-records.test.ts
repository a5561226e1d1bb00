import { describe, expect, it } from '@jest/globals';
import { anEventRecord, aPlacing } from '@snacks/domain/testing';

import { anApiEvent, anEnvelope, anInsert, aQueueBatch } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';
import type { Adapters } from '../composition/ports.js';
import {
  FUNCTION_NAMES,
  topology,
  type FunctionName,
  type QueueName,
} from '../topology/topology.js';

/** The error of every adapter. Its cause quotes a customer, which no log line may contain. */
class OutOfReachError extends Error {
  readonly code = 'OUT_OF_REACH';
  override readonly name = 'OutOfReachError';
}

const fails = async (): Promise<never> =>
  Promise.reject(new OutOfReachError('no response', { cause: new TypeError('of John Doe') }));

/** The error as the log must show it. */
const ERROR = { name: 'OutOfReachError', code: 'OUT_OF_REACH', cause: { name: 'TypeError' } };

/** The same adapters, with stores, bus, queue, notifications and workflow out of reach. */
function outOfReach(adapters: Adapters): Adapters {
  const orders = { add: fails, find: fails, save: fails, list: fails, lastEvents: fails };
  return {
    ...adapters,
    orders: () => Object.assign(adapters.orders(), orders),
    publisher: () => ({ publish: fails }),
    eventQueue: () => ({ enqueue: fails }),
    eventRecords: () => ({ add: fails, find: fails }),
    notifications: () => ({ notify: fails }),
    catalogue: () => ({ read: fails, put: fails, remove: fails }),
    approvalWorkflow: () => ({ start: fails, release: fails }),
  };
}

const placing = aPlacing({ priority: 'high' });
const { orderId } = placing.order;
const [event] = placing.events;
if (event === undefined) throw new Error('a placed order has an event');
const { eventId } = event.detail.metadata;
const correlationId = 'correlation-1';
const requestId = 'request-1';

const ofOrder = (method: string, body?: unknown) =>
  anApiEvent({
    method,
    pathParameters: { orderId },
    headers: { 'x-correlation-id': correlationId },
    ...(body !== undefined && { body }),
  });
const external = anEventRecord({ correlationId });
const task = { orderId, correlationId, taskToken: 'token-1', secondsLeft: 60, reminder: false };
const request = {
  customerName: 'John Doe',
  snackItems: [{ name: 'Chips', quantity: 1, price: 1 }],
  totalAmount: 1,
};

function aStreamBatch() {
  return { Records: [anInsert(placing)] };
}

/** An input at which each function fails if its adapters fail, and the ids that its log must have. */
const FAILURES: Readonly<Record<FunctionName, readonly [input: unknown, ids: object]>> = {
  'order-creator': [request, { correlationId: requestId }],
  'order-reader': [ofOrder('GET'), { orderId, correlationId }],
  'order-lister': [anApiEvent({ method: 'GET' }), { correlationId: requestId }],
  'order-canceller': [ofOrder('DELETE'), { orderId, correlationId }],
  'order-updater': [ofOrder('PUT', request), { orderId, correlationId }],
  'order-approver': [ofOrder('POST', { decision: 'approve' }), { orderId, correlationId }],
  'order-timeline': [ofOrder('GET'), { orderId, correlationId }],
  'catalogue-reader': [anApiEvent({ method: 'GET' }), { correlationId: requestId }],
  'catalogue-editor': [
    anApiEvent({ method: 'PUT', pathParameters: { name: 'Chips' }, body: { price: 1 } }),
    { correlationId: requestId },
  ],
  'operations-reader': [
    anApiEvent({
      method: 'GET',
      path: '/operations/approvals',
      headers: { 'x-correlation-id': correlationId },
    }),
    { correlationId },
  ],
  'operations-actor': [
    anApiEvent({
      method: 'PUT',
      path: '/operations/stock/{name}',
      pathParameters: { name: 'Chips' },
      body: { available: 1, reason: 'for John Doe' },
    }),
    { correlationId: requestId },
  ],
  'event-ingestion': [
    anApiEvent({
      body: { source: 'machine-1', type: 'door.opened', payload: {} },
      headers: { 'x-correlation-id': correlationId },
    }),
    { correlationId },
  ],
  'event-recorder': [external, { eventId: external.eventId, correlationId }],
  'order-relay': [aStreamBatch(), { orderId, eventId, correlationId }],
  'order-processor': [anEnvelope(event), { orderId, eventId, correlationId }],
  'order-sweeper': [{}, {}],
  'approval-starter': [anEnvelope(event), { orderId, eventId, correlationId }],
  'approval-requester': [task, { orderId, correlationId }],
  'approval-expirer': [task, { orderId, correlationId }],
  'approval-closer': [anEnvelope(event), { orderId, eventId, correlationId }],
  'order-notifier': [anEnvelope(event), { orderId, eventId, correlationId }],
  'order-metrics': [anEnvelope(event), { orderId, eventId, correlationId }],
};

/** Returns what a failing function logs at warn level and above. */
async function recordsOf(name: FunctionName, input: unknown) {
  const functions = functionsInMemory({
    wrap: outOfReach,
    wrapOperations: (ports) => ({
      ...ports,
      actions: { add: fails, complete: fails, list: fails },
    }),
    metrics: {
      record: () => {
        throw new OutOfReachError('no response', { cause: new TypeError('of John Doe') });
      },
    },
  });
  await functions.invoke(name, input, requestId).catch(() => undefined);
  expect(functions.logText()).not.toMatch(/John Doe|Chips/);
  return functions.logRecords().filter(({ level }) => level === 'warn' || level === 'error');
}

const consumed = topology.queueConsumers.map(({ queue, function: name }) => ({ queue, name }));

describe('what is logged of a failure', () => {
  it.each(FUNCTION_NAMES)('by %s has its ids, its name, the error and its cause', async (name) => {
    const [input, ids] = FAILURES[name];
    const isConsumer = consumed.some((consumer) => consumer.name === name);
    const body = JSON.stringify(input);

    const records = await recordsOf(name, isConsumer ? aQueueBatch([body]) : input);

    const errors = records.filter(({ level }) => level === 'error');
    expect(errors).toHaveLength(1);
    for (const record of records) {
      // A relay's batch has many orders: each has its own record, beside the record of the batch.
      const isOfBatch = name === 'order-relay' && record.message === 'invocation failed';
      expect(record).toMatchObject({
        service: name,
        requestId,
        error: ERROR,
        ...(isConsumer && { messageId: 'message-0', attempt: 1 }),
        ...(!isOfBatch && ids),
      });
    }
  });

  it.each(consumed)(
    'by $name on the last try names the dead-letter queue that gets the message',
    async ({ queue, name }) => {
      const [input, ids] = FAILURES[name];
      const { maxReceiveCount, deadLetterQueue } = redriveOf(queue);
      const bodies = [JSON.stringify(input)];

      const early = await recordsOf(name, aQueueBatch(bodies, maxReceiveCount - 1, queue));
      const last = await recordsOf(name, aQueueBatch(bodies, maxReceiveCount, queue));
      const inProd = await recordsOf(name, aQueueBatch(bodies, maxReceiveCount, `${queue}-prod`));

      const record = { level: 'error', requestId, messageId: 'message-0', error: ERROR, ...ids };
      const message = 'message given up';
      expect(early).toEqual([expect.objectContaining({ message: 'message failed' })]);
      expect(last).toMatchObject([{ ...record, message, queue, deadLetterQueue }]);
      expect(inProd).toMatchObject([
        { queue: `${queue}-prod`, deadLetterQueue: `${deadLetterQueue}-prod` },
      ]);
    },
  );

  it('has the ids of an event that cannot be read, if the event contains them', async () => {
    const unknown = { ...anEnvelope(event), 'detail-type': 'Order Eaten' };

    const records = await recordsOf('order-metrics', aQueueBatch([JSON.stringify(unknown)]));

    expect(records).toMatchObject([
      { orderId, eventId, correlationId, error: { code: 'UNSUPPORTED_EVENT' } },
    ]);
  });

  it('logs for each event why the bus refused it', async () => {
    const refusing = functionsInMemory({
      publisher: { publish: async () => [{ eventId, code: 'ThrottlingException', final: false }] },
    });

    await refusing.invoke('order-relay', aStreamBatch(), requestId);

    const ids = { level: 'warn', orderId, eventId, correlationId, requestId };
    expect(refusing.logRecords()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...ids,
          message: 'event not taken by the bus',
          code: 'ThrottlingException',
        }),
        expect.objectContaining({ ...ids, message: 'events left for the next try' }),
      ]),
    );
  });

  it('names the dead-letter queue of an event that the bus refuses for good', async () => {
    const refusing = functionsInMemory({
      publisher: { publish: async () => [{ eventId, code: 'MalformedDetail', final: true }] },
    });

    await refusing.invoke('order-relay', aStreamBatch(), requestId);

    expect(refusing.logRecords()).toContainEqual(
      expect.objectContaining({
        level: 'error',
        orderId,
        eventId,
        correlationId,
        code: 'MalformedDetail',
        deadLetterQueue: 'order-stream-dlq',
      }),
    );
  });
});

describe('what several functions share', () => {
  it.each(['order-processor', 'order-notifier'] as const)(
    'logs with the service name %s',
    async (name) => {
      const { invoke, store, logRecords } = functionsInMemory();
      const { order: waiting, events } = aPlacing();
      await store.add({ order: waiting, events }, 'hash');

      await invoke(name, aQueueBatch(events.map((one) => JSON.stringify(anEnvelope(one)))));

      expect(logRecords().find(({ message }) => message === 'customer notified')).toMatchObject({
        service: name,
      });
    },
  );
});

function redriveOf(queue: QueueName) {
  const { redrive } = topology.queues[queue];
  if (redrive === undefined) throw new Error(`${queue} has no dead-letter queue`);
  return redrive;
}
