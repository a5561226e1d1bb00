import { describe, expect, it } from '@jest/globals';
import { aPlacing, BUILT_AT } from '@snacks/domain/testing';

import { anApiEvent, anEnvelope } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';

const reading = (orderId: string) =>
  anApiEvent({ method: 'GET', path: `/orders/${orderId}`, pathParameters: { orderId } });

const cancelling = (orderId: string) =>
  anApiEvent({ method: 'DELETE', path: `/orders/${orderId}`, pathParameters: { orderId } });

const listing = (query: Readonly<Record<string, string>> = {}) =>
  anApiEvent({ method: 'GET', query });

async function withOrders(count: number) {
  const functions = functionsInMemory();
  const placings = Array.from({ length: count }, (_, n) =>
    aPlacing({ placedAt: BUILT_AT + n, ...(n % 2 === 0 && { customerId: 'even' }) }),
  );
  for (const placing of placings) await functions.store.add(placing, 'hash');
  return { ...functions, orderIds: placings.map(({ order }) => order.orderId), placings };
}

describe('order-reader', () => {
  it('returns the record of an order, with its version as the ETag', async () => {
    const { call, orderIds } = await withOrders(1);

    const response = await call('order-reader', reading(orderIds[0] ?? ''));

    expect(response).toMatchObject({
      statusCode: 200,
      headers: { etag: '"1"' },
      body: { orderId: orderIds[0], status: 'NEW', totalAmount: 9.97 },
    });
    expect(Object.keys(response.body)).not.toContain('history');
  });

  it.each(['00000000-0000-4000-8000-00000000ffff', 'not-an-id', ''])(
    'returns 404 if there is no order "%s"',
    async (orderId) => {
      const { call } = await withOrders(1);

      const response = await call('order-reader', reading(orderId));

      expect(response).toMatchObject({ statusCode: 404, body: { code: 'ORDER_NOT_FOUND' } });
    },
  );

  it('returns a processed order with exactly the fields of its record', async () => {
    const { call, invoke, orderIds, placings } = await withOrders(1);
    const [event] = placings[0]?.events ?? [];
    if (event === undefined) throw new Error('a placed order has an event');
    await invoke('order-processor', anEnvelope(event));

    const { body } = await call('order-reader', reading(orderIds[0] ?? ''));

    expect(Object.keys(body).sort()).toEqual(
      [
        'orderId',
        'status',
        'customerName',
        'customerId',
        'snackItems',
        'totalAmount',
        'priority',
        'createdAt',
        'updatedAt',
        'processedAt',
        'fulfilment',
        'version',
      ].sort(),
    );
  });

  it('refuses an event that is not of an HTTP API', async () => {
    const { invoke } = functionsInMemory();

    await expect(invoke('order-reader', {})).rejects.toMatchObject({ code: 'UNSUPPORTED_EVENT' });
  });
});

describe('order-canceller', () => {
  it('cancels a NEW order, and changes nothing on a repeat', async () => {
    const { call, orderIds, store } = await withOrders(1);

    const first = await call('order-canceller', cancelling(orderIds[0] ?? ''));
    const second = await call('order-canceller', cancelling(orderIds[0] ?? ''));

    expect(first).toMatchObject({ statusCode: 200, body: { status: 'CANCELLED', version: 2 } });
    expect(second.body).toEqual(first.body);
    expect(store.changes.read(10)).toHaveLength(2);
  });

  it('returns 409 with the state if the order is processed', async () => {
    const { call, invoke, orderIds, placings } = await withOrders(1);
    const [event] = placings[0]?.events ?? [];
    if (event === undefined) throw new Error('a placed order has an event');
    await invoke('order-processor', anEnvelope(event));

    const response = await call('order-canceller', cancelling(orderIds[0] ?? ''));

    expect(response).toMatchObject({
      statusCode: 409,
      body: { code: 'ORDER_CONFLICT', orderStatus: 'PROCESSED' },
    });
    expect(response.body.detail).toContain('PROCESSED');
  });

  it('returns 404 if there is no such order', async () => {
    const { call } = functionsInMemory();

    const response = await call(
      'order-canceller',
      cancelling('00000000-0000-4000-8000-00000000ffff'),
    );

    expect(response.statusCode).toBe(404);
  });
});

describe('order-lister', () => {
  it('returns the newest orders, 20 by default', async () => {
    const { call, orderIds } = await withOrders(25);

    const { body } = await call('order-lister', listing());

    const newest = orderIds.slice(5).reverse();
    expect(body.orders).toEqual(newest.map((orderId) => expect.objectContaining({ orderId })));
  });

  it('lists all orders page by page, with cursors', async () => {
    const { call, orderIds } = await withOrders(7);
    const listed: unknown[] = [];
    let cursor: unknown;
    do {
      const query = { limit: '3', ...(typeof cursor === 'string' && { cursor }) };
      const { body } = await call('order-lister', listing(query));
      if (Array.isArray(body.orders)) listed.push(...body.orders);
      cursor = body.nextCursor;
    } while (cursor !== undefined);

    expect(listed).toEqual(
      [...orderIds].reverse().map((orderId) => expect.objectContaining({ orderId })),
    );
  });

  it('lists by status and by customer', async () => {
    const { call, orderIds } = await withOrders(4);
    await call('order-canceller', cancelling(orderIds[0] ?? ''));

    const cancelled = await call('order-lister', listing({ status: 'CANCELLED' }));
    const both = await call('order-lister', listing({ status: 'NEW', customerId: 'even' }));

    expect(cancelled.body.orders).toEqual([expect.objectContaining({ orderId: orderIds[0] })]);
    expect(both.body.orders).toEqual([expect.objectContaining({ orderId: orderIds[2] })]);
  });

  it.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: '' }, 'limit'],
    [{ limit: '1e1' }, 'limit'],
    [{ limit: 'ten' }, 'limit'],
    [{ status: 'new' }, 'status'],
    [{ customerId: '' }, 'customerId'],
    [{ cursor: 'has spaces' }, 'cursor'],
    [{ sort: 'asc' }, 'sort'],
  ])('refuses the query %j', async (query, field) => {
    const { call } = functionsInMemory();

    const response = await call('order-lister', listing(query));

    expect(response).toMatchObject({
      statusCode: 400,
      body: { code: 'REQUEST_INVALID', errors: [expect.objectContaining({ field })] },
    });
  });

  it('refuses a cursor that it did not issue for this listing', async () => {
    const { call } = await withOrders(3);
    const { body } = await call('order-lister', listing({ limit: '1' }));
    const cursor = String(body.nextCursor);
    const forged = Buffer.from('["2026-01-01T00:00:00.000Z","x",null,null]').toString('base64url');

    const responses = await Promise.all([
      call('order-lister', listing({ cursor, status: 'NEW' })),
      call('order-lister', listing({ cursor: `${cursor}x` })),
      call('order-lister', listing({ cursor: 'bm90IGpzb24' })),
      call('order-lister', listing({ cursor: forged })),
    ]);

    for (const response of responses) {
      expect(response).toMatchObject({ statusCode: 400, body: { code: 'CURSOR_INVALID' } });
    }
  });
});
