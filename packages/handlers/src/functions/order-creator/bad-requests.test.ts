import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';

import { anApiEvent } from '../../../test/events.js';
import { functionsInMemory, type Response } from '../../../test/functions-in-memory.js';

const items = (count: number) =>
  Array.from({ length: count }, () => ({ name: 'Chips', quantity: 1, price: 1 }));

const item = (change: object) => ({
  snackItems: [{ name: 'Chips', quantity: 1, price: 1, ...change }],
});

/** The fields that a problem names, sorted. */
function fieldsOf({ errors }: Response['body']): unknown[] {
  return Array.isArray(errors)
    ? errors.map((error: { readonly field: string }) => error.field).sort()
    : [];
}

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
    ['a list as an item', { snackItems: [items(1)] }, 400, 'ORDER_INVALID', 'snackItems[0]'],
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

    const response = await call('order-creator', anApiEvent({ body }));

    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.body).toMatchObject({ status: statusCode, code });
    expect(response.statusCode).toBe(statusCode);
    expect(fieldsOf(response.body)).toEqual(field === undefined ? [] : [field]);
    expect(await countOrders()).toBe(0);
  });

  it.each([
    ['a quantity of 1e309', '"quantity":1e309', 'snackItems[0].quantity'],
    ['__proto__ in an item', '"quantity":1,"__proto__":{"admin":true}', 'snackItems[0].__proto__'],
  ])('refuses %s, which only JSON text can contain', async (_what, text, field) => {
    const { call, countOrders } = functionsInMemory();
    const body = `{"customerName":"J","totalAmount":1,"snackItems":[{"name":"C","price":1,${text}}]}`;

    const response = await call('order-creator', anApiEvent({ body }));

    expect(response.statusCode).toBe(400);
    expect(response.body.errors).toEqual([expect.objectContaining({ field })]);
    expect(await countOrders()).toBe(0);
    expect({}).not.toHaveProperty('admin');
  });

  it('refuses __proto__ beside the order', async () => {
    const { call } = functionsInMemory();
    const text = JSON.stringify(anOrderRequest()).replace('{', '{"__proto__":{"admin":true},');

    const response = await call('order-creator', anApiEvent({ body: text }));

    expect(response.body.errors).toEqual([
      {
        field: '__proto__',
        code: 'UNKNOWN_FIELD',
        message: 'is not a field of this request: leave it out',
      },
    ]);
  });

  it('returns the expected total if the stated one is off by a cent', async () => {
    const { call } = functionsInMemory();

    const response = await call(
      'order-creator',
      anApiEvent({ body: anOrderRequest({ totalAmount: 9.98 }) }),
    );

    expect(response.body).toMatchObject({ expectedTotal: 9.97, code: 'TOTAL_MISMATCH' });
    expect(response.body.detail).toContain('9.97');
  });

  it('reports all errors at once', async () => {
    const { call } = functionsInMemory();

    const response = await call(
      'order-creator',
      anApiEvent({ body: { customerName: '', snackItems: [{}], extra: 1 } }),
    );

    expect(fieldsOf(response.body)).toEqual([
      'customerName',
      'extra',
      'snackItems[0].name',
      'snackItems[0].price',
      'snackItems[0].quantity',
      'totalAmount',
    ]);
  });

  it('refuses deeply nested lists', async () => {
    const { call } = functionsInMemory();
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const body = `{"customerName":"J","totalAmount":1,"snackItems":${deep}}`;

    const response = await call('order-creator', anApiEvent({ body }));

    expect(response.statusCode).toBe(400);
    expect(response.body.code).toBe('JSON_TOO_DEEP');
  });

  it('reports only the first 100 unknown fields', async () => {
    const { call } = functionsInMemory();
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`field${n}`, n]));

    const response = await call(
      'order-creator',
      anApiEvent({ body: { ...many, ...anOrderRequest() } }),
    );

    expect(fieldsOf(response.body)).toHaveLength(100);
    expect(JSON.stringify(response.body).length).toBeLessThan(20_000);
  });

  it('reports only the first 100 unknown fields of all objects together', async () => {
    const { call } = functionsInMemory();
    const unknown = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`field${n}`, n]));
    const snackItems = Array.from({ length: 50 }, () => ({
      name: 'Chips',
      quantity: 1,
      price: 1,
      ...unknown,
    }));

    const response = await call(
      'order-creator',
      anApiEvent({ body: { ...anOrderRequest({ totalAmount: 50 }), snackItems, ...unknown } }),
    );

    expect(fieldsOf(response.body)).toHaveLength(100);
    expect(fieldsOf(response.body)).toContain('snackItems[3].field19');
    expect(fieldsOf(response.body)).not.toContain('snackItems[4].field0');
  });

  it('reports an invalid customerId together with the other errors', async () => {
    const { call } = functionsInMemory();

    const response = await call(
      'order-creator',
      anApiEvent({ body: { ...anOrderRequest({ customerName: '' }), customerId: 'a b' } }),
    );

    expect(fieldsOf(response.body)).toEqual(['customerId', 'customerName']);
  });

  it('refuses a body that is not UTF-8', async () => {
    const { call, countOrders } = functionsInMemory();
    const event = { ...anApiEvent(), body: Buffer.from([0x22, 0xff, 0x22]).toString('base64') };

    const response = await call('order-creator', { ...event, isBase64Encoded: true });

    expect(response).toMatchObject({ statusCode: 400, body: { code: 'MALFORMED_JSON' } });
    expect(await countOrders()).toBe(0);
  });

  it('refuses an incomplete API event as an invalid order', async () => {
    const { call } = functionsInMemory();

    const response = await call('order-creator', { version: '2.0', requestContext: { http: {} } });

    expect(response).toMatchObject({ statusCode: 400, body: { code: 'ORDER_INVALID' } });
  });

  it('refuses a body over the limit before it parses it', async () => {
    const { call, countOrders } = functionsInMemory();
    const body = `"${'x'.repeat(LIMITS.requestBytes)}"`;

    const response = await call('order-creator', anApiEvent({ body }));

    expect(response).toMatchObject({ statusCode: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
    expect(await countOrders()).toBe(0);
  });

  it.each(['text/plain', 'application/xml', ''])('refuses the content type "%s"', async (type) => {
    const { call, countOrders } = functionsInMemory();

    const response = await call(
      'order-creator',
      anApiEvent({ body: anOrderRequest(), headers: { 'content-type': type } }),
    );

    expect(response).toMatchObject({ statusCode: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
    expect(await countOrders()).toBe(0);
  });

  it.each(['has spaces', 'ü', '', 'k'.repeat(LIMITS.idempotencyKeyLength + 1)])(
    'refuses the idempotency key "%s"',
    async (key) => {
      const { call, countOrders } = functionsInMemory();

      const response = await call(
        'order-creator',
        anApiEvent({ body: anOrderRequest(), headers: { 'idempotency-key': key } }),
      );

      expect(response.body).toMatchObject({ code: 'REQUEST_INVALID' });
      expect(await countOrders()).toBe(0);
    },
  );
});
