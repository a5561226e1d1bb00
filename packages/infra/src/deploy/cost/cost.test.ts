import { describe, expect, it } from '@jest/globals';

import { countAlarmMetrics, estimateMonth, totalOf } from './cost.js';

const alarmMetrics = 30;

/** The cost of one item for so many orders, without its cost for no orders. */
const dollarsOf = (what: string, ordersPerMonth: number, approvalShare = 0) => {
  const [idle = 0, busy = 0] = [0, ordersPerMonth].map(
    (load) =>
      estimateMonth({ ordersPerMonth: load, alarmMetrics, approvalShare }).find(
        (item) => item.what === what,
      )?.dollars,
  );
  return busy - idle;
};

describe('the estimate of a month', () => {
  it('has only the fixed costs if there are no orders', () => {
    const total = totalOf(estimateMonth({ ordersPerMonth: 0, alarmMetrics }));

    expect(total).toBeGreaterThan(30 * 0.1 + 3 + 1);
    expect(total).toBeLessThan(16);
  });

  it('counts the usage of a million orders', () => {
    expect(dollarsOf('DynamoDB', 1_000_000)).toBeCloseTo(30 * 0.625 + 11 * 0.125, 5);
    expect(dollarsOf('EventBridge', 1_000_000)).toBeCloseTo(2, 5);
    expect(dollarsOf('SQS', 1_000_000)).toBeCloseTo(4 * 3 * 0.4, 5);
    expect(dollarsOf('SNS', 1_000_000)).toBeCloseTo(1, 5);
    expect(dollarsOf('Step Functions', 1_000_000)).toBe(0);
    expect(dollarsOf('HTTP API', 1_000_000)).toBeCloseTo(1, 5);
    expect(dollarsOf('logs', 1_000_000)).toBeCloseTo(2, 5);
    expect(dollarsOf('Lambda', 1_000_000)).toBeCloseTo(7 * 0.4, 4);
  });

  it('counts the workflow of orders that need approval', () => {
    expect(dollarsOf('Step Functions', 1_000_000, 0.1)).toBeCloseTo(0.1 * 3 * 25, 5);
    expect(dollarsOf('HTTP API', 1_000_000, 0.1)).toBeCloseTo(1.1, 5);
  });

  it('has no more key requests for more orders', () => {
    expect(dollarsOf('key and secret', 1_000_000)).toBe(dollarsOf('key and secret', 10_000_000));
  });

  it('counts each metric that an alarm reads', () => {
    const single = { MetricName: 'Errors' };
    const rate = { Metrics: [{ Expression: 'a / b' }, { MetricStat: {} }, { MetricStat: {} }] };

    expect(countAlarmMetrics([single, rate])).toBe(3);
  });
});
