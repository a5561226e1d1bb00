import { describe, expect, it } from '@jest/globals';

import { InMemoryMetrics } from './in-memory-metrics.js';

describe('metrics in memory', () => {
  it('sum up counters, separately for each value of a dimension', () => {
    const metrics = new InMemoryMetrics();

    metrics.record({ metric: 'OrdersPlaced', value: 1, orderId: 'order-1' });
    metrics.record({ metric: 'OrdersFailed', value: 1, dimension: { reason: 'OUT_OF_STOCK' } });
    metrics.record({ metric: 'OrdersPlaced', value: 1, orderId: 'order-2' });
    metrics.record({ metric: 'OrdersFailed', value: 1, dimension: { reason: 'PAYMENT_DECLINED' } });

    expect(metrics.figures()).toEqual([
      { metric: 'OrdersPlaced', unit: 'Count', total: 2 },
      { metric: 'OrdersFailed', unit: 'Count', dimension: { reason: 'OUT_OF_STOCK' }, total: 1 },
      {
        metric: 'OrdersFailed',
        unit: 'Count',
        dimension: { reason: 'PAYMENT_DECLINED' },
        total: 1,
      },
    ]);
  });

  it('show the latest value of a gauge', () => {
    const metrics = new InMemoryMetrics();

    metrics.record({ metric: 'OrdersStuck', value: 3, dimension: { status: 'NEW' } });
    metrics.record({ metric: 'OrdersStuck', value: 0, dimension: { status: 'NEW' } });

    expect(metrics.figures()).toEqual([
      { metric: 'OrdersStuck', unit: 'Count', dimension: { status: 'NEW' }, latest: 0 },
    ]);
  });

  it('show the distribution of durations', () => {
    const metrics = new InMemoryMetrics();

    for (let value = 0; value <= 100; value += 1) {
      metrics.record({ metric: 'TimeToProcessed', value });
    }

    expect(metrics.figures()).toEqual([
      {
        metric: 'TimeToProcessed',
        unit: 'Milliseconds',
        count: 101,
        min: 1,
        p50: 50,
        p90: 90,
        p99: 99,
        max: 100,
      },
    ]);
  });
});
