import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';

import { servedPlatform } from '../../test/served-platform.js';

type Served = Awaited<ReturnType<typeof servedPlatform>>;
let served: Served;

beforeEach(async () => {
  served = await servedPlatform();
});

afterEach(async () => {
  await served.stop(5_000);
});

const isProcessed = ({ status }: Readonly<Record<string, unknown>>) => status === 'PROCESSED';

describe('the served platform', () => {
  it('shows the workflow of an order that waits for approval', async () => {
    const placed = await served.post('/orders', { ...anOrderRequest(), priority: 'high' });
    const path = `/local/approvals/${String(placed.body.orderId)}`;

    const execution = await served.readUntil(path, ({ status }) => status === 'RUNNING');

    expect(execution).toMatchObject({ state: 'RequestApproval' });
    expect(await served.request('/local/approvals')).toMatchObject({
      body: { executions: [{ orderId: placed.body.orderId, status: 'RUNNING' }] },
    });
    expect(await served.request('/local/approvals/unknown')).toMatchObject({ status: 404 });
  });

  it('accepts an order over HTTP and brings it to PROCESSED', async () => {
    const placed = await served.post('/orders', anOrderRequest());

    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({ status: 'NEW', totalAmount: 9.97 });
    const location = placed.headers.get('location') ?? '';
    const order = await served.readUntil(location, isProcessed);
    expect(order).toMatchObject({ processedAt: expect.any(String), version: 3 });
    expect(await served.request('/orders?status=PROCESSED')).toMatchObject({
      body: { orders: [{ orderId: order.orderId }] },
    });
  });

  it('reports its health', async () => {
    expect(await served.request('/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('places one order with one event for 50 simultaneous posts under one key', async () => {
    const key = { 'idempotency-key': 'one-key' };
    const responses = await Promise.all(
      Array.from({ length: 50 }, async () => served.post('/orders', anOrderRequest(), key)),
    );
    const other = await served.post('/orders', anOrderRequest({ customerName: 'Other' }), key);
    const location = responses[0]?.headers.get('location') ?? '';
    await served.readUntil(location, isProcessed);

    expect(new Set(responses.map(({ body }) => body.orderId)).size).toBe(1);
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(49);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    const created = served.platform.recentEvents.items.filter(
      (event) => event['detail-type'] === 'Order Created',
    );
    expect(created).toHaveLength(1);
    expect(await served.countOrders()).toBe(1);
  });

  it('cancels a waiting order, and refuses to cancel a processed one', async () => {
    const waiting = await served.post('/orders', anOrderRequest({ priority: 'high' }));
    const done = await served.post('/orders', anOrderRequest());
    await served.readUntil(done.headers.get('location') ?? '', isProcessed);
    const remove = async ({ headers }: typeof done) =>
      served.request(headers.get('location') ?? '', { method: 'DELETE' });

    expect(await remove(waiting)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
    expect(await remove(waiting)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await remove(done)).toMatchObject({
      status: 409,
      body: { code: 'ORDER_CONFLICT', orderStatus: 'PROCESSED' },
    });
  });

  it.each([
    ['GET', '/nothing'],
    ['OPTIONS', '/orders'],
    ['PATCH', '/orders'],
    ['GET', '/orders/a/b'],
  ])('returns a 404 that lists the routes for %s %s', async (method, path) => {
    const response = await served.request(path, { method });

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.body).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
    expect(response.body.detail).toContain('POST /orders');
  });

  it.each([
    ['5 MB', 5 * 1_024 * 1_024],
    ['11 MB', 11 * 1_024 * 1_024],
  ])('refuses a body of %s and stores nothing', async (_size, bytes) => {
    const body = JSON.stringify(anOrderRequest({ customerName: 'x'.repeat(bytes) }));

    const response = await served.post('/orders', body);

    expect(response).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE' } });
    expect(await served.countOrders()).toBe(0);
  });

  it('has no route for HEAD, as an HTTP API', async () => {
    const { status } = await fetch(`${served.url}/orders`, { method: 'HEAD' });

    expect(status).toBe(404);
  });

  it('refuses a body that is not UTF-8', async () => {
    const response = await served.request('/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from([0x22, 0xff, 0x22]),
    });

    expect(response).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } });
  });

  it('refuses another content type, and a body that is not JSON', async () => {
    const text = await served.post('/orders', 'order', { 'content-type': 'text/plain' });
    const binary = await served.post('/orders', 'order', { 'content-type': 'image/png' });
    const broken = await served.post('/orders', '{"customerName"');

    expect(text).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
    expect(binary).toMatchObject({ status: 415 });
    expect(broken).toMatchObject({ status: 400, body: { code: 'MALFORMED_JSON' } });
    expect(await served.countOrders()).toBe(0);
  });
});
