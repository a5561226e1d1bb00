import { describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';

import { anApiEvent, fixture } from '../../../test/events.js';
import { functionsInMemory } from '../../../test/functions-in-memory.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('order-creator, invoked with an order', () => {
  it('returns 201 with the record of a NEW order that is stored', async () => {
    const { call, store } = functionsInMemory();

    const response = await call('order-creator', anOrderRequest());

    expect(response.statusCode).toBe(201);
    expect(response.body).toEqual({
      orderId: expect.stringMatching(UUID),
      status: 'NEW',
      customerName: 'John Doe',
      snackItems: [
        { name: 'Chips', quantity: 2, price: 3.99 },
        { name: 'Soda', quantity: 1, price: 1.99 },
      ],
      totalAmount: 9.97,
      priority: 'medium',
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      version: 1,
    });
    expect(response.headers).toMatchObject({
      location: `/orders/${String(response.body.orderId)}`,
      etag: '"1"',
      'content-type': 'application/json',
    });
    expect(await store.find(String(response.body.orderId))).toMatchObject({ status: 'NEW' });
  });

  it('places one order for one request id, because Lambda retries asynchronous invocations', async () => {
    const { call, countOrders } = functionsInMemory();

    const first = await call('order-creator', anOrderRequest(), 'request-1');
    const retry = await call('order-creator', anOrderRequest(), 'request-1');
    const other = await call('order-creator', anOrderRequest(), 'request-2');

    expect([first.statusCode, retry.statusCode, other.statusCode]).toEqual([201, 200, 201]);
    expect(retry.body).toEqual(first.body);
    expect(await countOrders()).toBe(2);
  });

  it('accepts an idempotency key beside the order', async () => {
    const { call, countOrders } = functionsInMemory();
    const payload = { ...anOrderRequest(), idempotencyKey: 'key-1' };

    const first = await call('order-creator', payload);
    const repeat = await call('order-creator', payload);
    const changed = await call('order-creator', { ...payload, customerName: 'Jane Doe' });

    expect(repeat).toMatchObject({ statusCode: 200, body: first.body });
    expect(changed).toMatchObject({ statusCode: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await countOrders()).toBe(1);
  });

  it.each([
    ['a text', 'order'],
    ['nothing', null],
    ['a list', [anOrderRequest()]],
    ['a number', 7],
  ])('refuses %s, and stores nothing', async (_what, payload) => {
    const { call, countOrders } = functionsInMemory();

    const response = await call('order-creator', payload);

    expect(response).toMatchObject({ statusCode: 400, body: { code: 'ORDER_INVALID' } });
    expect(await countOrders()).toBe(0);
  });

  it('throws an error on our side, so that Lambda retries an asynchronous invocation', async () => {
    const { store } = functionsInMemory();
    const orders = Object.assign(store, {
      add: async () => Promise.reject(new Error('the store is down')),
    });
    const { invoke } = functionsInMemory({ orders });

    await expect(invoke('order-creator', anOrderRequest())).rejects.toThrow('the store is down');
  });
});

describe('order-creator, behind the HTTP API', () => {
  it('accepts the event that API Gateway sends', async () => {
    const { call } = functionsInMemory();

    const response = await call('order-creator', fixture('api-gateway-v2'));

    expect(response).toMatchObject({ statusCode: 201, body: { customerName: 'John Doe' } });
  });

  it('reads a body that API Gateway has encoded', async () => {
    const { call } = functionsInMemory();
    const event = {
      ...anApiEvent(),
      body: Buffer.from(JSON.stringify(anOrderRequest({ customerName: 'Zoë' }))).toString('base64'),
      isBase64Encoded: true,
    };

    expect(await call('order-creator', event)).toMatchObject({ body: { customerName: 'Zoë' } });
  });

  it('places a new order each time if there is no idempotency key', async () => {
    const { call, countOrders } = functionsInMemory();

    await call('order-creator', anApiEvent({ body: anOrderRequest() }), 'same-request');
    await call('order-creator', anApiEvent({ body: anOrderRequest() }), 'same-request');

    expect(await countOrders()).toBe(2);
  });

  it('places one order for 50 concurrent requests with one key, and responds to each with it', async () => {
    const { call, countOrders, store } = functionsInMemory();
    const event = anApiEvent({
      headers: { 'idempotency-key': 'key-1' },
      body: anOrderRequest(),
    });

    const responses = await Promise.all(
      Array.from({ length: 50 }, async () => call('order-creator', event)),
    );

    const bodies = new Set(responses.map(({ body }) => JSON.stringify(body)));
    expect(bodies.size).toBe(1);
    expect(responses.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(responses.filter(({ statusCode }) => statusCode === 200)).toHaveLength(49);
    expect(await countOrders()).toBe(1);
    expect(store.changes.read(100)).toHaveLength(1);
  });

  it('returns a valid correlation id of the request, and the request id instead of an invalid one', async () => {
    const { call } = functionsInMemory();
    const body = anOrderRequest();

    const given = await call(
      'order-creator',
      anApiEvent({ body, headers: { 'x-correlation-id': 'abc-1' } }),
    );
    const unusable = await call(
      'order-creator',
      anApiEvent({ body, headers: { 'x-correlation-id': 'has spaces' } }),
      'request-1',
    );

    expect(given.headers['x-correlation-id']).toBe('abc-1');
    expect(unusable.headers['x-correlation-id']).toBe('request-1');
  });

  it('returns 500 without internal details if the store fails', async () => {
    const orders = Object.assign(functionsInMemory().store, {
      add: async () => Promise.reject(new Error('table Orders-secret is on fire')),
    });
    const { call, logRecords } = functionsInMemory({ orders });

    const response = await call('order-creator', anApiEvent({ body: anOrderRequest() }));

    expect(response).toMatchObject({ statusCode: 500, body: { code: 'INTERNAL_ERROR' } });
    expect(JSON.stringify(response)).not.toContain('secret');
    expect(logRecords()).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'request failed' }),
    );
  });
});
