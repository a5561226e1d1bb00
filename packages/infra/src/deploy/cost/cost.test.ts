import { describe, expect, it } from '@jest/globals';

import { countAlarmMetrics, estimateMonth, totalOf } from './cost.js';

const alarmMetrics = 30;

/** What a part costs of so many orders, beyond what it costs of none. */
const dollarsOf = (what: string, ordersPerMonth: number, approvalShare = 0) => {
  const [none = 0, orders = 0] = [0, ordersPerMonth].map(
    (some) =>
      estimateMonth({ ordersPerMonth: some, alarmMetrics, approvalShare }).find(
        (item) => item.what === what,
      )?.dollars,
  );
  return orders - none;
};

describe('the estimate of a month', () => {
  it('is what stands there where nobody orders', () => {
    const total = totalOf(estimateMonth({ ordersPerMonth: 0, alarmMetrics }));

    expect(total).toBeGreaterThan(30 * 0.1 + 3 + 1);
    expect(total).toBeLessThan(16);
  });

  it('counts what a million orders do', () => {
    expect(dollarsOf('DynamoDB', 1_000_000)).toBeCloseTo(30 * 0.625 + 11 * 0.125, 5);
    expect(dollarsOf('EventBridge', 1_000_000)).toBeCloseTo(2, 5);
    expect(dollarsOf('SQS', 1_000_000)).toBeCloseTo(4 * 3 * 0.4, 5);
    expect(dollarsOf('SNS', 1_000_000)).toBeCloseTo(1, 5);
    expect(dollarsOf('Step Functions', 1_000_000)).toBe(0);
    expect(dollarsOf('HTTP API', 1_000_000)).toBeCloseTo(1, 5);
    expect(dollarsOf('logs', 1_000_000)).toBeCloseTo(2, 5);
    expect(dollarsOf('Lambda', 1_000_000)).toBeCloseTo(8 * 0.4, 4);
  });

  it('counts the workflow of those that need approval', () => {
    expect(dollarsOf('Step Functions', 1_000_000, 0.1)).toBeCloseTo(0.1 * 3 * 25, 5);
    expect(dollarsOf('HTTP API', 1_000_000, 0.1)).toBeCloseTo(1.1, 5);
  });

  it('asks for the key no more often the more orders there are', () => {
    expect(dollarsOf('key and secret', 1_000_000)).toBe(dollarsOf('key and secret', 10_000_000));
  });

  it('pays an alarm by the metrics that it looks at', () => {
    const single = { MetricName: 'Errors' };
    const rate = { Metrics: [{ Expression: 'a / b' }, { MetricStat: {} }, { MetricStat: {} }] };

    expect(countAlarmMetrics([single, rate])).toBe(3);
  });
});
