import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';
import { FUNCTION_NAMES } from '@snacks/handlers';

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
const INVOKE = '/2015-03-31/functions';

async function countOrders(): Promise<number> {
  const { body } = await served.request('/orders?limit=100');
  return Array.isArray(body.orders) ? body.orders.length : Number.NaN;
}

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

  it('takes an order over HTTP and brings it to PROCESSED', async () => {
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

  it('says that it is well', async () => {
    expect(await served.request('/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('returns 50 posts at once under one key with one order that has one event', async () => {
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
    expect(await countOrders()).toBe(1);
  });

  it('cancels an order that waits, and refuses to cancel one that is done', async () => {
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
  ])('returns %s %s with a 404 that names the routes', async (method, path) => {
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
    expect(await countOrders()).toBe(0);
  });

  it('gives HEAD to no route, as an HTTP API does', async () => {
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
    expect(await countOrders()).toBe(0);
  });
});

/** Deeper than what walks it has stack for. */
const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);

describe("Lambda's Invoke API", () => {
  it('invokes a function by its name and returns what it returned', async () => {
    const response = await served.post(`${INVOKE}/order-creator/invocations`, anOrderRequest());

    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(response.body).toEqual({
      statusCode: 201,
      headers: expect.objectContaining({ location: expect.stringMatching(/^\/orders\//) }),
      body: expect.stringContaining('"status":"NEW"'),
    });
  });

  it('takes a qualified name and an ARN', async () => {
    const arn = encodeURIComponent(
      'arn:aws:lambda:eu-central-1:000000000000:function:order-creator',
    );

    const qualified = await served.post(`${INVOKE}/order-creator:$LATEST/invocations`, {});
    const byArn = await served.post(`${INVOKE}/${arn}/invocations`, {});

    expect([qualified.body.statusCode, byArn.body.statusCode]).toEqual([400, 400]);
  });

  it('invokes every function of the topology', async () => {
    for (const name of FUNCTION_NAMES) {
      const { status } = await served.post(`${INVOKE}/${name}/invocations`, {});
      expect(status).toBe(200);
    }
  });

  it('returns at once where the invocation is asynchronous, and carries it out', async () => {
    const response = await served.post(`${INVOKE}/order-creator/invocations`, anOrderRequest(), {
      'x-amz-invocation-type': 'Event',
    });

    expect(response).toMatchObject({ status: 202, body: {} });
    await served.readUntil(
      '/orders?status=PROCESSED',
      ({ orders }) => Array.isArray(orders) && orders.length === 1,
    );
  });

  it('tries nothing in a dry run', async () => {
    const response = await served.post(`${INVOKE}/order-creator/invocations`, anOrderRequest(), {
      'x-amz-invocation-type': 'DryRun',
    });

    expect(response.status).toBe(204);
    expect(await countOrders()).toBe(0);
  });

  it('tells a function error as Lambda does', async () => {
    const response = await served.post(`${INVOKE}/order-processor/invocations`, {});

    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-function-error')).toBe('Unhandled');
    expect(response.body).toMatchObject({ errorType: 'UnsupportedEventError' });
  });

  it.each([
    ['an unknown function', 'nobody', '{}', 'RequestResponse', 404, 'ResourceNotFoundException'],
    ['no JSON', 'order-creator', 'x', 'RequestResponse', 400, 'InvalidRequestContentException'],
    [
      'JSON that nests too deep',
      'order-creator',
      DEEP,
      'Event',
      400,
      'InvalidRequestContentException',
    ],
    ['an unknown type', 'order-creator', '{}', 'Later', 400, 'InvalidParameterValueException'],
  ])('refuses %s', async (_what, name, body, type, status, error) => {
    const response = await served.post(`${INVOKE}/${name}/invocations`, body, {
      'x-amz-invocation-type': type,
    });

    expect(response.status).toBe(status);
    expect(response.headers.get('x-amzn-errortype')).toBe(error);
    expect(response.body.Message).toEqual(expect.any(String));
  });

  it.each([
    ['RequestResponse', 6],
    ['Event', 1],
  ])('refuses a payload for %s over %i MB', async (type, megabytes) => {
    const payload = JSON.stringify('x'.repeat(megabytes * 1_024 * 1_024));

    const response = await served.post(`${INVOKE}/order-creator/invocations`, payload, {
      'x-amz-invocation-type': type,
    });

    expect(response.status).toBe(413);
    expect(response.headers.get('x-amzn-errortype')).toBe('RequestTooLargeException');
  });
});

describe('the inspection', () => {
  it('shows the queues, their messages, and the latest events', async () => {
    served.platform.queue('order-processing-dlq').send('a dead letter');

    const { body: all } = await served.request('/local/queues');
    const { body: one } = await served.request('/local/queues/order-processing-dlq');
    await served.post('/orders', anOrderRequest());
    const { events } = await served.readUntil(
      '/local/events',
      ({ events: seen }) => Array.isArray(seen) && seen.length === 2,
    );

    expect(all.queues).toContainEqual({ name: 'order-processing-dlq', visible: 1, inFlight: 0 });
    expect(one.messages).toEqual([expect.objectContaining({ body: 'a dead letter' })]);
    expect(events).toEqual([
      expect.objectContaining({ 'detail-type': 'Order Created' }),
      expect.objectContaining({ 'detail-type': 'Order Processed' }),
    ]);
  });

  it('shows what happened to orders, how often, and how long it took', async () => {
    await served.post('/orders', anOrderRequest());
    await served.post('/orders', anOrderRequest());

    const { metrics } = await served.readUntil(
      '/local/metrics',
      ({ metrics: seen }) => Array.isArray(seen) && seen.some(({ count }) => count === 2),
    );

    expect(metrics).toEqual(
      expect.arrayContaining([
        { metric: 'OrdersPlaced', unit: 'Count', total: 2 },
        { metric: 'OrdersProcessed', unit: 'Count', total: 2 },
        expect.objectContaining({
          metric: 'TimeToProcessed',
          unit: 'Milliseconds',
          p50: expect.any(Number),
          p99: expect.any(Number),
        }),
      ]),
    );
  });

  it('redrives dead letters to the queue that they came from', async () => {
    const { body: order } = await served.post('/orders', anOrderRequest({ priority: 'high' }));
    served.platform
      .queue('order-processing-dlq')
      .send(JSON.stringify({ detail: { orderId: order.orderId, status: 'NEW' } }));

    const response = await served.post('/local/queues/order-processing-dlq/redrive', '');

    expect(response).toMatchObject({ status: 200, body: { moved: 1 } });
    expect(served.platform.queue('order-processing-dlq').depth.visible).toBe(0);
  });

  it('names the queues where asked for another, and refuses to redrive what has no source', async () => {
    const unknown = await served.request('/local/queues/mine');
    const nowhere = await served.post('/local/queues/mine/redrive', '');
    const source = await served.post('/local/queues/order-processing/redrive', '');

    expect(unknown.status).toBe(404);
    expect(unknown.body.detail).toContain('order-processing-dlq');
    expect(nowhere.status).toBe(404);
    expect(source.status).toBe(404);
    expect(source.body.detail).toContain('not the dead-letter queue');
  });
});
