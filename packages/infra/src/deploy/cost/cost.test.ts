import { describe, expect, it } from '@jest/globals';

import { countResources } from './count-resources.js';
import {
  costOfUsers,
  estimateMonth,
  hoursWithOrders,
  IDLE_METRICS,
  ORDER_METRICS,
  totalOf,
  type Load,
} from './cost.js';
import type { OrderUsage } from './order-usage.js';
import type { StageResources } from './stage-resources.js';

const ordinary: OrderUsage = {
  httpRequests: 1,
  workflowInvocations: 0,
  messages: { 'order-processing': 1, 'order-metrics': 3 },
  streamRecords: 3,
  events: 2,
  publishes: 2,
  stateTransitions: 0,
  steps: [
    { function: 'order-creator', step: 'orders.add NEW', writes: { Orders: 20 }, reads: 0 },
    { function: 'order-processor', step: 'orders.find', writes: { Stock: 8 }, reads: 7 },
  ],
  sharedKeys: {},
};
const usage = {
  ordinary,
  approved: { ...ordinary, httpRequests: 2, stateTransitions: 3 },
  duplicate: ordinary,
  sweep: { ...ordinary, steps: [] },
};
const resources: StageResources = {
  alarms: 20,
  alarmMetrics: 30,
  dashboards: 1,
  keys: 1,
  secrets: 0,
  detailedRoutes: 0,
  userPoolPlan: 'LITE',
  limits: {
    apiRate: 100,
    maximumConcurrency: {},
    relayParallelization: 1,
    sweeperPage: 10_000,
    indexShards: 8,
    logSampling: 100,
    approvalDeadlineHours: 24,
  },
};

/** The cost of one item for a load. */
function dollarsOf(what: string, load: Partial<Load>): number {
  const month = estimateMonth({
    ordersPerMonth: 0,
    usage,
    resources,
    approvalShare: 0,
    ...load,
  });
  return month.find((item) => item.what === what)?.dollars ?? Number.NaN;
}

/** The cost of one item for a million orders, without its cost for no orders. */
const ofAMillion = (what: string, load: Partial<Load> = {}) =>
  dollarsOf(what, { ...load, ordersPerMonth: 1_000_000 }) - dollarsOf(what, load);

describe('the estimate of a month', () => {
  it('has only what the stage has if there are no orders', () => {
    expect(dollarsOf('alarms', {})).toBeCloseTo(30 * 0.1, 5);
    expect(dollarsOf('dashboards', {})).toBe(3);
    expect(dollarsOf('key and secret', {})).toBe(1);
    expect(dollarsOf('metrics', {})).toBeCloseTo(IDLE_METRICS * 0.3, 5);
    expect(totalOf(estimateMonth({ ordersPerMonth: 0, usage, resources }))).toBeLessThan(12);
  });

  it('counts the usage of a million orders', () => {
    expect(ofAMillion('DynamoDB writes')).toBeCloseTo(28 * 0.625, 5);
    expect(ofAMillion('DynamoDB reads')).toBeCloseTo(7 * 0.125, 5);
    expect(ofAMillion('EventBridge')).toBeCloseTo(2, 5);
    expect(ofAMillion('SQS')).toBeCloseTo(4 * 3 * 0.4, 5);
    expect(ofAMillion('SNS')).toBeCloseTo(1, 5);
    expect(ofAMillion('Step Functions')).toBe(0);
    expect(ofAMillion('HTTP API')).toBeCloseTo(1, 5);
    expect(ofAMillion('logs')).toBeCloseTo(2, 5);
    expect(ofAMillion('Lambda')).toBeCloseTo(8 * 0.4, 4);
  });

  it('counts the workflow of orders that need approval', () => {
    expect(ofAMillion('Step Functions', { approvalShare: 0.1 })).toBeCloseTo(0.1 * 3 * 25, 5);
    expect(ofAMillion('HTTP API', { approvalShare: 0.1 })).toBeCloseTo(1.1, 5);
  });

  it('has no more key requests for more orders, and none without a key', () => {
    const withoutKey = { resources: { ...resources, keys: 0 }, ordersPerMonth: 1_000_000 };

    expect(dollarsOf('key and secret', { ordersPerMonth: 1_000_000 })).toBe(
      dollarsOf('key and secret', { ordersPerMonth: 10_000_000 }),
    );
    expect(dollarsOf('key and secret', withoutKey)).toBe(0);
  });

  it('counts metrics in the hours in which they are sent', () => {
    expect(hoursWithOrders(0)).toBe(0);
    expect(hoursWithOrders(1)).toBeCloseTo(1, 2);
    expect(hoursWithOrders(1_000_000)).toBeCloseTo(730, 5);
    expect(ofAMillion('metrics')).toBeCloseTo(ORDER_METRICS * 0.3, 5);
  });

  it('counts six metrics for each route with detailed metrics', () => {
    const detailed = { ...resources, detailedRoutes: 2 };

    expect(ofAMillion('metrics', { resources: detailed }) - ofAMillion('metrics')).toBeCloseTo(
      2 * 6 * 0.3,
      5,
    );
  });

  it('has smaller logs if only some orders are logged, but never less than the lines of Lambda', () => {
    const limits = { ...resources.limits, logSampling: 0 };

    expect(ofAMillion('logs', { resources: { ...resources, limits } })).toBeCloseTo(0.5, 5);
  });

  it('has the users apart, by the plan of the user pool', () => {
    expect(costOfUsers(4_000, 'LITE')).toBeCloseTo(5.5, 5);
    expect(costOfUsers(4_000, 'ESSENTIALS')).toBeCloseTo(15, 5);
    expect(costOfUsers(4_000, 'none')).toBe(0);
  });
});

describe('the resources of a template', () => {
  it('are counted by their type, an alarm on a rate by its two metrics', () => {
    const rate = { Metrics: [{ Expression: 'a / b' }, { MetricStat: {} }, { MetricStat: {} }] };
    const counted = countResources({
      Resources: {
        Errors: { Type: 'AWS::CloudWatch::Alarm', Properties: { MetricName: 'Errors' } },
        ErrorRate: { Type: 'AWS::CloudWatch::Alarm', Properties: rate },
        Pool: { Type: 'AWS::Cognito::UserPool', Properties: {} },
        Key: { Type: 'AWS::KMS::Key', Properties: {} },
      },
    });

    expect(counted).toMatchObject({
      alarms: 2,
      alarmMetrics: 3,
      keys: 1,
      dashboards: 0,
      userPoolPlan: 'ESSENTIALS',
    });
  });

  it('have the limits that deployment parameters set', () => {
    const { limits, detailedRoutes } = countResources({
      Resources: {
        Stage: {
          Type: 'AWS::ApiGatewayV2::Stage',
          Properties: {
            DefaultRouteSettings: { DetailedMetricsEnabled: true },
            RouteSettings: { 'POST /orders': { ThrottlingRateLimit: 300 } },
          },
        },
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'order-metrics-prod' } },
        Metrics: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: {
            EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
            ScalingConfig: { MaximumConcurrency: 9 },
          },
        },
        Relay: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { StartingPosition: 'TRIM_HORIZON', ParallelizationFactor: 4 },
        },
        Sweeper: {
          Type: 'AWS::Lambda::Function',
          Properties: { Environment: { Variables: { SWEEPER_PAGE: '500', INDEX_SHARDS: '16' } } },
        },
      },
    });

    expect(detailedRoutes).toBe(1);
    expect(limits).toMatchObject({
      apiRate: 300,
      maximumConcurrency: { 'order-metrics': 9 },
      relayParallelization: 4,
      sweeperPage: 500,
      indexShards: 16,
    });
  });
});
