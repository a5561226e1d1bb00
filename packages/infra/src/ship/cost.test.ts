import { describe, expect, it } from '@jest/globals';

import { estimateMonth, totalOf } from './cost.js';

const dollarsOf = (what: string, ordersPerMonth: number) =>
  estimateMonth({ ordersPerMonth, alarms: 30 }).find((item) => item.what === what)?.dollars;

describe('the estimate of a month', () => {
  it('is little but what stands there where nobody orders', () => {
    const total = totalOf(estimateMonth({ ordersPerMonth: 0, alarms: 30 }));

    expect(total).toBeGreaterThan(30 * 0.1 + 3 + 1);
    expect(total).toBeLessThan(7.1);
  });

  it('counts what a million orders do', () => {
    expect(dollarsOf('DynamoDB', 1_000_000)).toBeCloseTo(22 * 0.625 + 0.125, 5);
    expect(dollarsOf('EventBridge', 1_000_000)).toBeCloseTo(2, 5);
    expect(dollarsOf('SQS', 1_000_000)).toBeCloseTo(3.6, 5);
    expect(dollarsOf('HTTP API', 1_000_000)).toBeCloseTo(1, 5);
    expect(dollarsOf('logs', 1_000_000)).toBeCloseTo(2, 5);
    expect(dollarsOf('Lambda', 1_000_000)).toBeCloseTo(2.8, 0);
  });
});
