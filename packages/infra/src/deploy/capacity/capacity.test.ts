import { describe, expect, it } from '@jest/globals';

import type { OrderUsage } from '../cost/order-usage.js';
import type { StageResources } from '../cost/stage-resources.js';
import { ceilingsOf } from './ceilings.js';
import { LimitsError, withLimits } from './limits.js';
import { planCapacity } from './plan.js';
import { planAsJson, reportOf } from './report.js';

const ordinary: OrderUsage = {
  httpRequests: 1,
  workflowInvocations: 0,
  messages: { 'order-processing': 1, 'order-metrics': 2 },
  streamRecords: 3,
  events: 2,
  publishes: 1,
  stateTransitions: 0,
  steps: [
    {
      function: 'order-creator',
      step: 'orders.add NEW',
      writes: { Orders: 5, 'Orders/by-status': 8, Stock: 4 },
      reads: 3,
    },
  ],
  sharedKeys: { 'Orders/by-status': 4, 'Orders/by-customer': 5, Stock: 2 },
};
const usage = { ordinary, approved: ordinary, duplicate: ordinary, sweep: ordinary };
const resources: StageResources = {
  alarms: 0,
  alarmMetrics: 0,
  dashboards: 0,
  keys: 0,
  secrets: 0,
  detailedRoutes: 0,
  userPoolPlan: 'none',
  limits: {
    apiRate: 100,
    maximumConcurrency: { 'order-processing': 5, 'order-metrics': 5 },
    relayParallelization: 1,
    sweeperPage: 6_000,
    indexShards: 8,
    logSampling: 100,
    approvalDeadlineHours: 24,
  },
};

function ceiling(name: string, limits: Partial<StageResources['limits']> = {}) {
  const found = ceilingsOf(usage, { ...resources.limits, ...limits }).find((one) =>
    one.name.startsWith(name),
  );
  if (found === undefined) throw new Error(`There is no ceiling ${name}.`);
  return found;
}

const planFor = (rate: number) => planCapacity(rate, usage, resources);

/** Computed by hand. */
const RATES: readonly (readonly [name: string, rate: number])[] = [
  ['throttle of POST /orders', 100],
  // 6,000 orders in 300 seconds.
  ['page of the sweeper', 20],
  // 5 batches of 10 in 0.1 seconds.
  ['maximumConcurrency of order-processing', 500],
  // 5 batches of 10 in 0.03 seconds, two messages an order.
  ['maximumConcurrency of order-metrics', 50 / 0.03 / 2],
  // 100 records hold 67 events: 7 requests of 0.02 seconds and 0.03 seconds. Four shards, 3 records an order.
  ['relay', (4 * 100) / 3 / 0.17],
  // Eight shards of 1,000 units, 4 units an order.
  ['index of a state', 2_000],
  // 1,000 units, 5 an order, of one order in a hundred.
  ['index of the largest customer', 20_000],
  // Two writes of 2 KB for each order: 250 orders, of one in five.
  ['rows of a popular snack', (8 * ((2_048 - 600) / 62 / 0.1)) / 0.2],
  ['DynamoDB: write units per second of a table or index', 40_000 / 8],
  ['DynamoDB: write units per second of a new', 4_000 / 8],
  ['EventBridge: invocations', 18_750 / 3],
  // Two events an order, ten in a request.
  ['EventBridge: PutEvents', 50_000],
  // A million, 5 % of the orders, a day each.
  ['Step Functions: open', 1_000_000 / (0.05 * 86_400)],
  ['SQS: messages in flight', 120_000 / 0.1],
  // 0.03 seconds of the API, and 6 messages and records in batches of 10 of 0.1 seconds.
  ['Lambda: concurrent', 1_000 / (0.03 + 0.06)],
];

describe('the ceilings of a stage', () => {
  it.each(RATES)('are computed from the usage of an order: %s', (name, rate) => {
    expect(ceiling(name).rate).toBeCloseTo(rate, 5);
  });

  it('are sorted by their rate', () => {
    const rates = ceilingsOf(usage, resources.limits).map(({ rate }) => rate);

    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
  });

  it.each([
    ['throttle', { apiRate: 300 }, 300],
    ['relay', { relayParallelization: 10 }, (40 * 100) / 3 / 0.17],
    ['page of the sweeper', { sweeperPage: 30_000 }, 100],
    ['index of a state', { indexShards: 20 }, 5_000],
    [
      'maximumConcurrency of order-processing',
      { maximumConcurrency: { 'order-processing': 50 } },
      5_000,
    ],
    ['Step Functions: open', { approvalDeadlineHours: 12 }, 1_000_000 / (0.05 * 43_200)],
  ])('rise with their parameter: %s', (name, limits, rate) => {
    expect(ceiling(name, limits).rate).toBeCloseTo(rate, 5);
  });

  it.each([
    'throttle',
    'relay',
    'page of the sweeper',
    'index of a state',
    'maximumConcurrency of order-processing',
    'maximumConcurrency of order-metrics',
  ])('are at the requested rate once their remedy is applied: %s', (name) => {
    const rate = ceiling(name).rate * 2;
    const { parameter, text } = ceiling(name).remedy(rate);

    const limits = withLimits(resources.limits, [`${parameter}=${text}`]);

    expect(ceiling(name, limits).rate).toBeGreaterThanOrEqual(rate);
  });
});

describe('a plan', () => {
  it('names the first ceiling, and nothing to change below it', () => {
    const plan = planFor(15);

    expect(plan.first.name).toBe('throttle of POST /orders');
    expect(plan.changes).toEqual([]);
    expect(plan.cells).toBe(1);
  });

  it('changes exactly the ceilings below the rate', () => {
    expect(planFor(600).changes.map(({ ceiling: { name } }) => name)).toEqual([
      'page of the sweeper',
      'throttle of POST /orders',
      'Step Functions: open executions',
      'maximumConcurrency of order-processing',
      'DynamoDB: write units per second of a new table or index',
    ]);
  });

  it('has one parameter for all queues', () => {
    const plan = planFor(2_000);

    expect(plan.parameters).toEqual([
      'sweeperPage=100000',
      'apiRate=2000',
      'maximumConcurrency=order-processing=20,order-metrics=12',
      'relayParallelization=3',
    ]);
  });

  it('divides a rate that no stage takes among cells, and costs as much as all of them', () => {
    const one = planFor(5_000);
    const twenty = planFor(100_000);

    expect(twenty.cells).toBe(20);
    expect(twenty.parameters).toEqual(one.parameters);
    expect(twenty.dollars).toBeCloseTo(20 * one.dollars, 2);
  });

  it('costs the month at the rate', () => {
    const million = planFor(100).costs.find(({ what }) => what === 'HTTP API');

    expect(planFor(100).ordersPerMonth).toBe(262_800_000);
    expect(million?.dollars).toBeCloseTo(262.8, 5);
  });

  it('is printed with what to type, and as JSON without infinite numbers', () => {
    const plan = planFor(2_000);

    expect(reportOf(plan)).toContain(
      'The first ceiling that it meets: throttle of POST /orders, 100',
    );
    expect(reportOf(plan)).toContain('npm run ship -- -c sweeperPage=100000 -c apiRate=2000');
    expect(reportOf(planFor(15))).toContain('It meets no ceiling.');
    const printed: unknown = JSON.parse(JSON.stringify(planAsJson(plan)));
    expect(printed).toEqual(planAsJson(plan));
    expect(planAsJson(plan).ceilings).toContainEqual({
      name: 'throttle of POST /orders',
      effect: 'refused',
      raisedBy: 'parameter',
      rate: 100,
      best: 5_000,
      change: '-c apiRate=2000',
    });
  });
});

describe('the limits of a plan', () => {
  it('keep the queues that no setting names', () => {
    const { maximumConcurrency } = withLimits(resources.limits, [
      'maximumConcurrency=order-metrics=12',
      'maximumConcurrency=order-notifications=7',
    ]);

    expect(maximumConcurrency).toEqual({
      'order-processing': 5,
      'order-metrics': 12,
      'order-notifications': 7,
    });
  });

  it.each([
    ['apiRate=9', 'apiRate must be a whole number from 10 to 5000, not "9".'],
    ['apiRate', 'apiRate must be a whole number from 10 to 5000, not "".'],
    ['stage=prod', 'stage sets no ceiling. These parameters do: apiRate'],
    [
      'maximumConcurrency=10',
      'maximumConcurrency has no queue "10". The queues are event-ingestion',
    ],
    [
      'maximumConcurrency=order-metrics=1',
      'maximumConcurrency of order-metrics must be a whole number from 2 to 1000, not "1".',
    ],
  ])('are refused with what is valid: %s', (setting, message) => {
    const set = () => withLimits(resources.limits, [setting]);

    expect(set).toThrow(LimitsError);
    expect(set).toThrow(message);
  });
});
