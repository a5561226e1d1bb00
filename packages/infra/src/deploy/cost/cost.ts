import { FUNCTION_NAMES, topology } from '@snacks/handlers';
import { METRICS, seriesOf, type MetricDescription } from '@snacks/handlers/metrics';

import { ASSUMPTIONS } from './assumptions.js';
import {
  messagesOf,
  readsOf,
  writesOf,
  type MeasuredUsage,
  type OrderUsage,
} from './order-usage.js';
import { COGNITO_PRICES, PRICES } from './prices.js';
import type { StageResources } from './stage-resources.js';

const MILLION = 1_000_000;
export const HOURS_A_MONTH = 730;
const MINUTES_A_MONTH = HOURS_A_MONTH * 60;

/** The metrics that CloudWatch has of each route with detailed metrics. */
const METRICS_A_ROUTE = 6;

/** The largest batch that every consumer of a queue takes. */
export const FULL_BATCH = Math.min(...topology.queueConsumers.map(({ batchSize }) => batchSize));

/** The users of the stage's key: each pair of a function and one of its tables or topics. */
export const KEY_USERS = FUNCTION_NAMES.reduce(
  (sum, name) => sum + encryptedResourcesOf(name).size,
  0,
);

const DESCRIPTIONS: readonly MetricDescription[] = Object.values(METRICS);

/** The series that the sweeper sends in every run: the gauges. */
export const IDLE_METRICS = DESCRIPTIONS.filter(({ kind }) => kind === 'gauge')
  .map(seriesOf)
  .reduce((sum, series) => sum + series, 0);

/** The series that are sent only if there are orders. */
export const ORDER_METRICS =
  DESCRIPTIONS.map(seriesOf).reduce((sum, series) => sum + series, 0) - IDLE_METRICS;

/** The load of a stage, and what it has. */
export interface Load {
  readonly ordersPerMonth: number;
  readonly usage: MeasuredUsage;
  readonly resources: StageResources;
  /**
   * The average number of messages or stream records in a batch: 1 if orders are rare, up to
   * {@link FULL_BATCH} if they come without a pause. @default 1
   */
  readonly batch?: number;
  /** The share of orders that need approval. @default {@link ASSUMPTIONS} */
  readonly approvalShare?: number;
}

/** The cost of one part of the platform in a month, in US dollars. */
export interface CostItem {
  readonly what: string;
  readonly dollars: number;
}

/** Returns a figure of the average order. */
export function averageOf(
  usage: MeasuredUsage,
  figure: (usage: OrderUsage) => number,
  approvalShare: number = ASSUMPTIONS.approvalShare,
): number {
  return (1 - approvalShare) * figure(usage.ordinary) + approvalShare * figure(usage.approved);
}

/**
 * Estimates a month by list prices, part by part, without data at rest and traffic. The users of the API are
 * apart: {@link costOfUsers}.
 */
export function estimateMonth({
  ordersPerMonth: orders,
  usage,
  resources,
  batch = 1,
  approvalShare = ASSUMPTIONS.approvalShare,
}: Load): readonly CostItem[] {
  const used = (figure: (one: OrderUsage) => number) =>
    orders * averageOf(usage, figure, approvalShare);
  const sweeps = MINUTES_A_MONTH / topology.schedules['sweep-stuck-orders'].everyMinutes;
  const requests = used(({ httpRequests }) => httpRequests);
  const messages = used(messagesOf);
  const records = used(({ streamRecords }) => streamRecords);
  const single = requests + used(({ workflowInvocations }) => workflowInvocations) + sweeps;
  const batches = (messages + records) / batch;
  const seconds = single * ASSUMPTIONS.secondsEach + batches * secondsOfBatch(batch);
  const polls = topology.queueConsumers.length * ASSUMPTIONS.receivesAMinute * MINUTES_A_MONTH;
  // Sent one by one; received and deleted in batches.
  const queueRequests = messages * (1 + 2 / batch) + polls;
  const gigabytes = topology.functions['order-processor'].memoryMegabytes / 1_024;
  const hours = hoursWithOrders(orders);
  const keyRequests =
    resources.keys * KEY_USERS * Math.min(orders, MINUTES_A_MONTH / ASSUMPTIONS.keyMinutes);
  const metricHours =
    IDLE_METRICS * HOURS_A_MONTH +
    (ORDER_METRICS + METRICS_A_ROUTE * resources.detailedRoutes) * hours;
  return [
    {
      what: 'Lambda',
      dollars:
        millions(single + batches, PRICES.lambdaRequests) +
        seconds * gigabytes * PRICES.lambdaGigabyteSeconds.dollars,
    },
    { what: 'HTTP API', dollars: millions(requests, PRICES.httpApiRequests) },
    { what: 'DynamoDB writes', dollars: millions(used(writesOf), PRICES.dynamoDbWrites) },
    {
      what: 'DynamoDB reads',
      dollars: millions(used(readsOf) + sweeps * readsOf(usage.sweep), PRICES.dynamoDbReads),
    },
    {
      what: 'EventBridge',
      dollars: millions(
        used(({ events }) => events),
        PRICES.eventBridgeEvents,
      ),
    },
    { what: 'SQS', dollars: millions(queueRequests, PRICES.sqsRequests) },
    {
      what: 'SNS',
      dollars: millions(
        used(({ publishes }) => publishes),
        PRICES.snsPublishes,
      ),
    },
    {
      what: 'Step Functions',
      dollars: millions(
        used(({ stateTransitions }) => stateTransitions),
        PRICES.stateTransitions,
      ),
    },
    {
      what: 'logs',
      dollars:
        ((orders * logBytesOf(resources.limits.logSampling)) / 1e9) * PRICES.logGigabytes.dollars,
    },
    {
      what: 'key and secret',
      dollars:
        millions(keyRequests, PRICES.kmsRequests) +
        resources.keys * PRICES.kmsKeys.dollars +
        resources.secrets * PRICES.secrets.dollars,
    },
    { what: 'metrics', dollars: (metricHours / HOURS_A_MONTH) * PRICES.customMetrics.dollars },
    { what: 'alarms', dollars: resources.alarmMetrics * PRICES.alarmMetrics.dollars },
    { what: 'dashboards', dollars: resources.dashboards * PRICES.dashboards.dollars },
  ];
}

/** The sum of all parts, in US dollars. */
export function totalOf(items: readonly CostItem[]): number {
  return items.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** The users who sign in within a month, by the assumed orders of each. */
export function usersOf(ordersPerMonth: number): number {
  return Math.ceil(ordersPerMonth / ASSUMPTIONS.ordersPerUser);
}

/** The cost of the users of the API in a month, by the plan of the user pool, in US dollars. */
export function costOfUsers(ordersPerMonth: number, plan: StageResources['userPoolPlan']): number {
  if (plan === 'none') return 0;
  return usersOf(ordersPerMonth) * COGNITO_PRICES[plan].dollars;
}

/** The number of hours of a month in which at least one order is placed, if orders come at random. */
export function hoursWithOrders(ordersPerMonth: number): number {
  return HOURS_A_MONTH * (1 - Math.exp(-ordersPerMonth / HOURS_A_MONTH));
}

/** The duration of an invocation with so many messages, in seconds. */
function secondsOfBatch(batch: number): number {
  const { secondsEach, secondsABatch } = ASSUMPTIONS;
  return secondsEach + ((secondsABatch - secondsEach) * (batch - 1)) / (FULL_BATCH - 1);
}

/** The log of an order, in bytes, if the records of so many percent of the orders are logged. */
function logBytesOf(sampling: number): number {
  const { logBytes, unsampledLogBytes } = ASSUMPTIONS;
  return unsampledLogBytes + ((logBytes - unsampledLogBytes) * sampling) / 100;
}

/** The cost of units that have a price per million. */
function millions(units: number, { dollars }: { readonly dollars: number }): number {
  return (units / MILLION) * dollars;
}

/** The tables and topics that a function calls. A table and its indexes count once. */
function encryptedResourcesOf(name: (typeof FUNCTION_NAMES)[number]): ReadonlySet<string> {
  const { streamConsumer, functions } = topology;
  const called = Object.entries(functions[name].permissions)
    .filter(([action]) => /^(dynamodb|sns):/.test(action))
    .flatMap(([, resources = []]) => resources)
    .map((resource) => (resource.startsWith('topic/') ? resource : (resource.split('/')[0] ?? '')));
  return new Set(streamConsumer.function === name ? [...called, streamConsumer.table] : called);
}
