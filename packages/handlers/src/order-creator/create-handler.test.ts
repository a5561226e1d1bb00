import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';

import { anApiEvent, fixture } from '../../test/events.js';
import { functionsInMemory, type Answer } from '../../test/functions-in-memory.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const items = (count: number) =>
  Array.from({ length: count }, () => ({ name: 'Chips', quantity: 1, price: 1 }));

const item = (change: object) => ({
  snackItems: [{ name: 'Chips', quantity: 1, price: 1, ...change }],
});

/** The fields that a problem complains about, in order. */
function fieldsOf({ errors }: Answer['body']): unknown[] {
  return Array.isArray(errors)
    ? errors.map((error: { readonly field: string }) => error.field).sort()
    : [];
}

describe('order-creator, invoked with an order', () => {
  it('answers 201 with the record of a NEW order that is stored', async () => {
    const { call, store } = functionsInMemory();

    const answer = await call('order-creator', anOrderRequest());

    expect(answer.statusCode).toBe(201);
    expect(answer.body).toEqual({
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
    expect(answer.headers).toMatchObject({
      location: `/orders/${String(answer.body.orderId)}`,
      etag: '"1"',
      'content-type': 'application/json',
    });
    expect(await store.find(String(answer.body.orderId))).toMatchObject({ status: 'NEW' });
  });

  it('places one order for one request id, because Lambda tries an asynchronous one again', async () => {
    const { call, countOrders } = functionsInMemory();

    const first = await call('order-creator', anOrderRequest(), 'request-1');
    const retry = await call('order-creator', anOrderRequest(), 'request-1');
    const other = await call('order-creator', anOrderRequest(), 'request-2');

    expect([first.statusCode, retry.statusCode, other.statusCode]).toEqual([201, 200, 201]);
    expect(retry.body).toEqual(first.body);
    expect(await countOrders()).toBe(2);
  });

  it('takes an idempotency key beside the order', async () => {
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

    const answer = await call('order-creator', payload);

    expect(answer).toMatchObject({ statusCode: 400, body: { code: 'ORDER_INVALID' } });
    expect(await countOrders()).toBe(0);
  });

  it('throws an error on our side, so that Lambda tries an asynchronous invocation again', async () => {
    const { store } = functionsInMemory();
    const orders = Object.assign(store, {
      add: async () => Promise.reject(new Error('the store is down')),
    });
    const { invoke } = functionsInMemory({ orders });

    await expect(invoke('order-creator', anOrderRequest())).rejects.toThrow('the store is down');
  });
});

describe('order-creator, behind the HTTP API', () => {
  it('takes the event that API Gateway sends', async () => {
    const { call } = functionsInMemory();

    const answer = await call('order-creator', fixture('api-gateway-v2'));

    expect(answer).toMatchObject({ statusCode: 201, body: { customerName: 'John Doe' } });
  });

  it('reads a body that API Gateway encoded', async () => {
    const { call } = functionsInMemory();
    const event = {
      ...anApiEvent(),
      body: Buffer.from(JSON.stringify(anOrderRequest({ customerName: 'Zoë' }))).toString('base64'),
      isBase64Encoded: true,
    };

    expect(await call('order-creator', event)).toMatchObject({ body: { customerName: 'Zoë' } });
  });

  it('places a new order each time where there is no idempotency key', async () => {
    const { call, countOrders } = functionsInMemory();

    await call('order-creator', anApiEvent({ body: anOrderRequest() }), 'same-request');
    await call('order-creator', anApiEvent({ body: anOrderRequest() }), 'same-request');

    expect(await countOrders()).toBe(2);
  });

  it('answers 50 posts at once under one key with the one order that they placed', async () => {
    const { call, countOrders, store } = functionsInMemory();
    const event = anApiEvent({
      headers: { 'idempotency-key': 'key-1' },
      body: anOrderRequest(),
    });

    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => call('order-creator', event)),
    );

    const bodies = new Set(answers.map(({ body }) => JSON.stringify(body)));
    expect(bodies.size).toBe(1);
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(49);
    expect(await countOrders()).toBe(1);
    expect(store.changes.read(100)).toHaveLength(1);
  });

  it('sends the correlation id back that came in, and makes one where none came', async () => {
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

  it('answers 500 without a word of the inside where something breaks', async () => {
    const orders = Object.assign(functionsInMemory().store, {
      add: async () => Promise.reject(new Error('table Orders-secret is on fire')),
    });
    const { call, logRecords } = functionsInMemory({ orders });

    const answer = await call('order-creator', anApiEvent({ body: anOrderRequest() }));

    expect(answer).toMatchObject({ statusCode: 500, body: { code: 'INTERNAL_ERROR' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(logRecords()).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'request failed' }),
    );
  });
});

describe('order-creator, with a bad request', () => {
  it.each([
    ['no JSON at all', 'order: chips', 400, 'MALFORMED_JSON', undefined],
    ['an empty body', '', 400, 'MALFORMED_JSON', undefined],
    ['a JSON list', [], 400, 'ORDER_INVALID', ''],
    ['a missing name', { customerName: undefined }, 400, 'ORDER_INVALID', 'customerName'],
    ['a name of another type', { customerName: 7 }, 400, 'ORDER_INVALID', 'customerName'],
    ['a blank name', { customerName: ' ' }, 400, 'ORDER_INVALID', 'customerName'],
    ['a control character', { customerName: 'a\u0000b' }, 400, 'ORDER_INVALID', 'customerName'],
    ['an unknown field', { discount: 5 }, 400, 'ORDER_INVALID', 'discount'],
    ['a status', { status: 'PROCESSED' }, 400, 'ORDER_INVALID', 'status'],
    ['a constructor', { constructor: 1 }, 400, 'ORDER_INVALID', 'constructor'],
    ['an order id', { orderId: 'mine' }, 400, 'ORDER_INVALID', 'orderId'],
    ['a key in the body', { idempotencyKey: 'k' }, 400, 'ORDER_INVALID', 'idempotencyKey'],
    ['no items', { snackItems: [] }, 400, 'ORDER_INVALID', 'snackItems'],
    ['101 items', { snackItems: items(101) }, 400, 'ORDER_INVALID', 'snackItems'],
    ['items of another type', { snackItems: 'chips' }, 400, 'ORDER_INVALID', 'snackItems'],
    ['an item of another type', { snackItems: ['a'] }, 400, 'ORDER_INVALID', 'snackItems[0]'],
    ['quantity 0', item({ quantity: 0 }), 400, 'ORDER_INVALID', 'snackItems[0].quantity'],
    ['quantity -1', item({ quantity: -1 }), 400, 'ORDER_INVALID', 'snackItems[0].quantity'],
    ['quantity 1.5', item({ quantity: 1.5 }), 400, 'ORDER_INVALID', 'snackItems[0].quantity'],
    ['quantity as text', item({ quantity: '1' }), 400, 'ORDER_INVALID', 'snackItems[0].quantity'],
    ['three decimals', item({ price: 1.001 }), 400, 'ORDER_INVALID', 'snackItems[0].price'],
    ['a negative price', item({ price: -1 }), 400, 'ORDER_INVALID', 'snackItems[0].price'],
    [
      'an unknown field of an item',
      item({ size: 'L' }),
      400,
      'ORDER_INVALID',
      'snackItems[0].size',
    ],
    ['an unknown priority', { priority: 'urgent' }, 400, 'ORDER_INVALID', 'priority'],
    ['null for a priority', { priority: null }, 400, 'ORDER_INVALID', 'priority'],
    [
      'an unknown delivery field',
      { deliveryPreferences: { drone: true } },
      400,
      'ORDER_INVALID',
      'deliveryPreferences.drone',
    ],
    ['a total off by a cent', { totalAmount: 9.98 }, 422, 'TOTAL_MISMATCH', undefined],
  ])('refuses %s and stores nothing', async (_what, change, statusCode, code, field) => {
    const { call, countOrders } = functionsInMemory();
    const isWhole = typeof change === 'string' || Array.isArray(change);
    const body = isWhole ? change : { ...anOrderRequest(), ...change };

    const answer = await call('order-creator', anApiEvent({ body }));

    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status: statusCode, code });
    expect(answer.statusCode).toBe(statusCode);
    expect(fieldsOf(answer.body)).toEqual(field === undefined ? [] : [field]);
    expect(await countOrders()).toBe(0);
  });

  it.each([
    ['a quantity of 1e309', '"quantity":1e309', 'snackItems[0].quantity'],
    ['__proto__ in an item', '"quantity":1,"__proto__":{"admin":true}', 'snackItems[0].__proto__'],
  ])('refuses %s, as only JSON text can say it', async (_what, text, field) => {
    const { call, countOrders } = functionsInMemory();
    const body = `{"customerName":"J","totalAmount":1,"snackItems":[{"name":"C","price":1,${text}}]}`;

    const answer = await call('order-creator', anApiEvent({ body }));

    expect(answer.statusCode).toBe(400);
    expect(answer.body.errors).toEqual([expect.objectContaining({ field })]);
    expect(await countOrders()).toBe(0);
    expect({}).not.toHaveProperty('admin');
  });

  it('refuses __proto__ beside the order', async () => {
    const { call } = functionsInMemory();
    const text = JSON.stringify(anOrderRequest()).replace('{', '{"__proto__":{"admin":true},');

    const answer = await call('order-creator', anApiEvent({ body: text }));

    expect(answer.body.errors).toEqual([
      {
        field: '__proto__',
        code: 'UNKNOWN_FIELD',
        message: 'is not a field of this request: leave it out',
      },
    ]);
  });

  it('tells the expected total where the stated one is off by a cent', async () => {
    const { call } = functionsInMemory();

    const answer = await call(
      'order-creator',
      anApiEvent({ body: anOrderRequest({ totalAmount: 9.98 }) }),
    );

    expect(answer.body).toMatchObject({ expectedTotal: 9.97, code: 'TOTAL_MISMATCH' });
    expect(answer.body.detail).toContain('9.97');
  });

  it('tells everything that is wrong at once', async () => {
    const { call } = functionsInMemory();

    const answer = await call(
      'order-creator',
      anApiEvent({ body: { customerName: '', snackItems: [{}], extra: 1 } }),
    );

    expect(fieldsOf(answer.body)).toEqual([
      'customerName',
      'extra',
      'snackItems[0].name',
      'snackItems[0].price',
      'snackItems[0].quantity',
      'totalAmount',
    ]);
  });

  it('refuses a body over the limit before it parses it', async () => {
    const { call, countOrders } = functionsInMemory();
    const body = `"${'x'.repeat(LIMITS.requestBytes)}"`;

    const answer = await call('order-creator', anApiEvent({ body }));

    expect(answer).toMatchObject({ statusCode: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
    expect(await countOrders()).toBe(0);
  });

  it.each(['text/plain', 'application/xml', ''])('refuses the content type "%s"', async (type) => {
    const { call, countOrders } = functionsInMemory();

    const answer = await call(
      'order-creator',
      anApiEvent({ body: anOrderRequest(), headers: { 'content-type': type } }),
    );

    expect(answer).toMatchObject({ statusCode: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
    expect(await countOrders()).toBe(0);
  });

  it.each(['has spaces', 'ü', '', 'k'.repeat(LIMITS.idempotencyKeyLength + 1)])(
    'refuses the idempotency key "%s"',
    async (key) => {
      const { call, countOrders } = functionsInMemory();

      const answer = await call(
        'order-creator',
        anApiEvent({ body: anOrderRequest(), headers: { 'idempotency-key': key } }),
      );

      expect(answer.body).toMatchObject({ code: 'ORDER_INVALID' });
      expect(await countOrders()).toBe(0);
    },
  );
});
