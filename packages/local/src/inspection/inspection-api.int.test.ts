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

  it('shows the counts of order events, and the time to PROCESSED', async () => {
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

  it('redrives dead letters to their source queue', async () => {
    const { body: order } = await served.post('/orders', anOrderRequest({ priority: 'high' }));
    served.platform
      .queue('order-processing-dlq')
      .send(JSON.stringify({ detail: { orderId: order.orderId, status: 'NEW' } }));

    const response = await served.post('/local/queues/order-processing-dlq/redrive', '');

    expect(response).toMatchObject({ status: 200, body: { moved: 1 } });
    expect(served.platform.queue('order-processing-dlq').depth.visible).toBe(0);
  });

  it('lists the queues for an unknown name, and refuses to redrive a queue without a source', async () => {
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
