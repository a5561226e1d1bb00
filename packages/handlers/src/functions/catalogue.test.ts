import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '@snacks/domain';
import { anEventRecord, anOrderRequest } from '@snacks/domain/testing';

import { anApiEvent, aQueueBatch } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';

/** All functions, and the requests to the catalogue. */
function aShop(adapters: Parameters<typeof functionsInMemory>[0] = {}) {
  const functions = functionsInMemory(adapters);
  const { call } = functions;
  const path = '/snacks/{name}';
  return {
    ...functions,
    put: async (name: string, body: unknown) =>
      call('catalogue-editor', anApiEvent({ method: 'PUT', path, pathParameters: { name }, body })),
    remove: async (name: string) =>
      call('catalogue-editor', anApiEvent({ method: 'DELETE', path, pathParameters: { name } })),
    list: async (headers: Readonly<Record<string, string>> = {}) =>
      call('catalogue-reader', anApiEvent({ method: 'GET', path: '/snacks', headers })),
    place: async (body: unknown, headers: Readonly<Record<string, string>> = {}) =>
      call('order-creator', anApiEvent({ body, headers })),
  };
}

describe('GET /snacks', () => {
  it('returns all snacks, sorted by name, for a cache', async () => {
    const { put, list } = aShop();
    await put('Soda', { price: 1.99 });
    await put('Chips', { price: 3.99 });

    expect(await list()).toMatchObject({
      statusCode: 200,
      headers: { etag: '"2"', 'cache-control': 'public, max-age=60' },
      body: {
        snacks: [
          { name: 'Chips', price: 3.99 },
          { name: 'Soda', price: 1.99 },
        ],
      },
    });
  });

  it('returns 304 to a caller who has the current version, and 200 after a change', async () => {
    const { put, list } = aShop();
    await put('Chips', { price: 3.99 });
    const has = { 'if-none-match': '"1"' };

    expect(await list(has)).toMatchObject({
      statusCode: 304,
      headers: { etag: '"1"', 'cache-control': 'public, max-age=60' },
      body: {},
    });
    await put('Chips', { price: 4 });
    expect(await list(has)).toMatchObject({ statusCode: 200, headers: { etag: '"2"' } });
  });

  it('needs no token, and PUT and DELETE need that of an operator', async () => {
    const { put, remove, list } = aShop({ authentication: 'jwt' });

    expect(await list()).toMatchObject({ statusCode: 200, body: { snacks: [] } });
    expect(await put('Chips', { price: 1 })).toMatchObject({ statusCode: 401 });
    expect(await remove('Chips')).toMatchObject({ statusCode: 401 });
  });
});

describe('PUT and DELETE /snacks/{name}', () => {
  it('put a snack on sale, change its price, and take it off sale', async () => {
    const { put, remove, catalogue } = aShop();

    expect(await put(' Chips ', { price: 3.99 })).toMatchObject({
      statusCode: 201,
      body: { name: 'Chips', price: 3.99 },
    });
    expect(await put('Chips', { price: 4 })).toMatchObject({ statusCode: 200, body: { price: 4 } });
    expect(await put('Chips', { price: 4 })).toMatchObject({ statusCode: 200, body: { price: 4 } });
    expect(await remove('Chips')).toMatchObject({ statusCode: 204, body: {} });
    expect(await remove('Chips')).toMatchObject({ statusCode: 204, body: {} });
    expect(await catalogue.read()).toEqual({ version: 3, snacks: [] });
  });

  it.each([
    ['Chips', {}, 'price'],
    ['Chips', { price: '3.99' }, 'price'],
    ['Chips', { price: 3.999 }, 'price'],
    ['Chips', { price: 1, name: 'Soda' }, 'name'],
    ['x'.repeat(LIMITS.snackNameLength + 1), { price: 1 }, 'name'],
    ['\u0000', { price: 1 }, 'name'],
  ])('refuse %j with %j', async (name, body, field) => {
    const { put, catalogue } = aShop();

    expect(await put(name, body)).toMatchObject({
      statusCode: 400,
      body: { code: 'REQUEST_INVALID', errors: [{ field }] },
    });
    expect((await catalogue.read()).version).toBe(0);
  });

  it('refuse a snack beyond the maximum', async () => {
    const { put, catalogue } = aShop();
    for (let n = 0; n < LIMITS.catalogueSnacks; n += 1) await put(`Snack ${n}`, { price: 1 });

    expect(await put('one more', { price: 1 })).toMatchObject({
      statusCode: 409,
      body: { code: 'CATALOGUE_FULL' },
    });
    expect((await catalogue.read()).snacks).toHaveLength(LIMITS.catalogueSnacks);
  });

  it('refuse a caller who is no operator', async () => {
    const { call } = aShop({ authentication: 'jwt' });
    const event = anApiEvent({ method: 'DELETE', pathParameters: { name: 'Chips' } });
    const authorizer = { jwt: { claims: { sub: 'alice' }, scopes: [] } };

    const response = await call('catalogue-editor', {
      ...event,
      requestContext: { ...event.requestContext, authorizer },
    });

    expect(response).toMatchObject({ statusCode: 403, body: { code: 'FORBIDDEN' } });
  });
});

describe('an order of snacks in the catalogue', () => {
  it('is refused at another price, with the price that it must have', async () => {
    const { put, place, countOrders } = aShop();
    await put('Chips', { price: 4 });

    expect(await place(anOrderRequest())).toMatchObject({
      statusCode: 422,
      body: {
        code: 'PRICES_REFUSED',
        errors: [
          {
            field: 'snackItems[0].price',
            code: 'PRICE_MISMATCH',
            message: 'must be 4, the price in the catalogue',
          },
        ],
      },
    });
    expect(await countOrders()).toBe(0);
  });

  it('is accepted at the price of the catalogue, beside a snack that it does not have', async () => {
    const { put, place } = aShop();
    await put('Chips', { price: 3.99 });

    expect(await place(anOrderRequest())).toMatchObject({ statusCode: 201 });
  });

  it('is refused if the stage demands that the catalogue has every snack', async () => {
    const { put, place } = aShop({ catalogueUse: 'required' });
    await put('Chips', { price: 3.99 });

    expect(await place(anOrderRequest())).toMatchObject({
      statusCode: 422,
      body: { errors: [{ field: 'snackItems[1].name', code: 'SNACK_UNKNOWN' }] },
    });
  });

  it('is the same for a repeat with its key, although the price has changed', async () => {
    const { put, place, clock } = aShop();
    await put('Chips', { price: 3.99 });
    const key = { 'idempotency-key': 'key-1' };
    const first = await place(anOrderRequest(), key);
    await put('Chips', { price: 5 });
    clock.advanceBy(60_000);

    expect(await place(anOrderRequest(), key)).toMatchObject({
      statusCode: 200,
      body: { orderId: first.body.orderId },
    });
    expect(await place(anOrderRequest())).toMatchObject({ statusCode: 422 });
  });

  it('is refused in an update with a new line at another price', async () => {
    const { put, place, call, clock } = aShop();
    const { body } = await place(anOrderRequest());
    await put('Nuts', { price: 2 });
    clock.advanceBy(60_000);
    const snackItems = [{ name: 'Nuts', quantity: 1, price: 1 }];

    const response = await call(
      'order-updater',
      anApiEvent({
        method: 'PUT',
        pathParameters: { orderId: String(body.orderId) },
        body: anOrderRequest({ snackItems, totalAmount: 1 }),
      }),
    );

    expect(response).toMatchObject({ statusCode: 422, body: { code: 'PRICES_REFUSED' } });
  });

  it('is recorded as refused if an external event submits it at another price', async () => {
    const { put, invoke, eventRecords } = aShop();
    await put('Chips', { price: 5 });
    const event = anEventRecord({ type: 'order.submitted', payload: anOrderRequest() });

    await invoke('event-recorder', aQueueBatch([JSON.stringify(event)]));

    expect(await eventRecords.find(event.eventId)).toMatchObject({
      refusal: { code: 'PRICES_REFUSED' },
    });
  });
});
