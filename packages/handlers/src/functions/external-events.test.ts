import { describe, expect, it } from '@jest/globals';
import { anEventRecord, anOrderRequest } from '@snacks/domain/testing';

import { anApiEvent, aQueueBatch } from '../../test/events.js';
import { functionsInMemory, type TestAdapters } from '../../test/functions-in-memory.js';

const MEASUREMENT = {
  source: 'sensor-01',
  type: 'temperature',
  payload: { value: 22.5, unit: 'celsius' },
};

function withQueue(adapters: TestAdapters = {}) {
  const functions = functionsInMemory(adapters);
  const { call, invoke, queued } = functions;
  return {
    ...functions,
    send: async (body: unknown, headers = {}) =>
      call('event-ingestion', anApiEvent({ path: '/events', body, headers })),
    /** Passes all queued messages to the recorder, and returns the failed ones. */
    consume: async () => invoke('event-recorder', aQueueBatch(queued.splice(0))),
  };
}

const NONE_FAILED = { batchItemFailures: [] };

describe('event-ingestion', () => {
  it('returns 202 with the id of the queued event', async () => {
    const { send, queued } = withQueue();

    const response = await send(MEASUREMENT);

    expect(response).toMatchObject({ statusCode: 202, body: { eventId: expect.any(String) } });
    expect(queued.map((body) => JSON.parse(body))).toEqual([
      expect.objectContaining({ ...MEASUREMENT, eventId: response.body.eventId }),
    ]);
  });

  it('returns the same id for a repeat with the same key', async () => {
    const { send } = withQueue();
    const headers = { 'idempotency-key': 'reading-1' };

    const responses = [await send(MEASUREMENT, headers), await send(MEASUREMENT, headers)];

    expect(responses[1]?.body).toEqual(responses[0]?.body);
  });

  it.each([
    [{ ...MEASUREMENT, source: 'sensor 01' }, 'source'],
    [{ ...MEASUREMENT, type: 7 }, 'type'],
    [{ source: 'a', type: 'b' }, 'payload'],
    [{ ...MEASUREMENT, extra: 1 }, 'extra'],
    ['{"source":"a","type":"b","payload":1e309}', 'payload'],
  ])('refuses %j', async (body, field) => {
    const { send, queued } = withQueue();

    const response = await send(body);

    expect(response).toMatchObject({
      statusCode: 400,
      body: { code: 'REQUEST_INVALID', errors: [{ field }] },
    });
    expect(queued).toEqual([]);
  });

  it('refuses numbers that are longer once they are written out', async () => {
    const { send } = withQueue();
    const numbers = Array.from({ length: 50_000 }, () => '1e20').join(',');

    const response = await send(`{"source":"a","type":"b","payload":[${numbers}]}`);

    expect(response.statusCode).toBe(413);
  });
});

describe('event-recorder', () => {
  it('stores an event once and announces it, even if it is delivered twice', async () => {
    const { send, consume, eventRecords, published } = withQueue();
    const headers = { 'idempotency-key': 'reading-1' };
    const { body } = await send(MEASUREMENT, headers);
    await send(MEASUREMENT, headers);

    expect(await consume()).toEqual(NONE_FAILED);

    expect(await eventRecords.find(String(body.eventId))).toMatchObject(MEASUREMENT);
    const ids = published.map(({ type, detail }) => `${type} ${detail.metadata.eventId}`);
    expect(new Set(ids)).toEqual(new Set([`Event Recorded ${String(body.eventId)}:1:0`]));
  });

  it('places the order of order.submitted, once', async () => {
    const { consume, queued, countOrders, call, eventRecords } = withQueue();
    const event = anEventRecord({
      type: 'order.submitted',
      payload: anOrderRequest(),
      sender: 'machine-7',
    });
    queued.push(JSON.stringify(event), JSON.stringify(event));

    expect(await consume()).toEqual(NONE_FAILED);

    expect(await countOrders()).toBe(1);
    const { body } = await call('order-lister', anApiEvent({ method: 'GET', query: {} }));
    expect(body.orders).toEqual([expect.objectContaining({ customerId: 'machine-7' })]);
    expect(await eventRecords.find(event.eventId)).toBeUndefined();
  });

  it('places it, too, where a caller has used the id of the event for a key of their own', async () => {
    const { consume, queued, countOrders, call } = withQueue();
    const event = anEventRecord({ type: 'order.submitted', payload: anOrderRequest() });
    const body = anOrderRequest({ customerName: 'Mallory' });
    const headers = { 'idempotency-key': event.eventId };
    const placed = await call('order-creator', anApiEvent({ body, headers }));
    queued.push(JSON.stringify(event));

    expect(await consume()).toEqual(NONE_FAILED);

    expect(placed.statusCode).toBe(201);
    expect(await countOrders()).toBe(2);
  });

  it.each([
    ['ORDER_INVALID', { ...anOrderRequest(), snackItems: [] }],
    ['ORDER_INVALID', { ...anOrderRequest(), customerId: 'another-customer' }],
    ['ORDER_INVALID', 'chips, please'],
    ['TOTAL_MISMATCH', { ...anOrderRequest(), totalAmount: 1 }],
  ])('records an order that is refused with %s, and the reason', async (code, payload) => {
    const { consume, queued, countOrders, eventRecords, published } = withQueue();
    const event = anEventRecord({ type: 'order.submitted', payload, sender: 'machine-7' });
    queued.push(JSON.stringify(event));

    expect(await consume()).toEqual(NONE_FAILED);

    expect(await countOrders()).toBe(0);
    expect(await eventRecords.find(event.eventId)).toMatchObject({ payload, refusal: { code } });
    expect(published).toMatchObject([{ type: 'Event Recorded', detail: { refusal: { code } } }]);
  });

  it('records an order whose event id another order has used, because no try would place it', async () => {
    const { consume, queued, eventRecords } = withQueue();
    const event = anEventRecord({ type: 'order.submitted', payload: anOrderRequest() });
    const other = { ...event, payload: anOrderRequest({ customerName: 'Jane Doe' }) };
    queued.push(JSON.stringify(event), JSON.stringify(other));

    expect(await consume()).toEqual(NONE_FAILED);

    expect(await eventRecords.find(event.eventId)).toMatchObject({
      refusal: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('fails messages whose event could not be announced, and messages without an event', async () => {
    const { consume, queued, eventRecords } = withQueue({
      publisher: {
        publish: async () => [{ eventId: 'x', code: 'ThrottlingException', final: false }],
      },
    });
    const event = anEventRecord();
    queued.push(JSON.stringify(event), 'no event', '{}');

    expect(await consume()).toEqual({
      batchItemFailures: [0, 1, 2].map((n) => ({ itemIdentifier: `message-${n}` })),
    });
    expect(await eventRecords.find(event.eventId)).toEqual(event);
  });
});
