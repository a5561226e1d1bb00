import { FUNCTION_NAMES, topology } from '@snacks/handlers';
import { METRICS } from '@snacks/handlers/metrics';

import { isFields } from '../fields.js';
import { ORDER_USAGE, SWEEP_READS, type OrderUsage } from './order-usage.js';
import { PRICES } from './prices.js';

const MILLION = 1_000_000;
const MINUTES_A_MONTH = 43_800;

/** Figures that are assumed, because they depend on the deployment. */
export const ASSUMPTIONS = {
  /** The duration of a warm invocation, in seconds. */
  secondsEach: 0.03,
  /** The log of an order: about ten lines of the functions, and Lambda's own lines. */
  logBytes: 4_000,
  /** The share of orders that have high priority. */
  approvalShare: 0.05,
  /** Receives per minute by which Lambda polls a queue, empty or not: five pollers, 20 seconds each. */
  receivesAMinute: 5 * 3,
  /** How long DynamoDB and SNS cache a key for each caller. */
  keyMinutes: 5,
} as const;

/** CloudWatch metrics of the functions: each one without a dimension, and by each value of its dimension. */
export const CUSTOM_METRICS = Object.values(METRICS).reduce(
  (sum, metric) => sum + 1 + ('dimension' in metric ? metric.dimension.values.length : 0),
  0,
);

/** The users of the stage's key: each pair of a function and one of its tables or topics. */
export const KEY_USERS = FUNCTION_NAMES.reduce(
  (sum, name) => sum + encryptedResourcesOf(name).size,
  0,
);

/** The load of the platform, and its alarms. */
export interface Load {
  readonly ordersPerMonth: number;
  /** Metrics that the alarms read: {@link countAlarmMetrics}. */
  readonly alarmMetrics: number;
  /**
   * The average number of messages or stream records in a batch: 1 if orders are rare, up to the
   * topology's `batchSize` if they come without a pause. @default 1
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

/** Estimates a month by list prices, part by part, without data at rest and traffic. */
export function estimateMonth({
  ordersPerMonth: orders,
  alarmMetrics,
  batch = 1,
  approvalShare = ASSUMPTIONS.approvalShare,
}: Load): readonly CostItem[] {
  const used = (what: keyof OrderUsage) =>
    orders *
    ((1 - approvalShare) * ORDER_USAGE.ordinary[what] + approvalShare * ORDER_USAGE.approved[what]);
  const sweeps = MINUTES_A_MONTH / topology.schedules['sweep-stuck-orders'].everyMinutes;
  const invocations =
    used('httpRequests') +
    used('workflowInvocations') +
    (used('messages') + used('streamRecords')) / batch +
    sweeps;
  const polls = topology.queueConsumers.length * ASSUMPTIONS.receivesAMinute * MINUTES_A_MONTH;
  // Sent one by one; received and deleted in batches.
  const queueRequests = used('messages') * (1 + 2 / batch) + polls;
  const gigabytes = topology.functions['order-processor'].memoryMegabytes / 1_024;
  const keyRequests = KEY_USERS * Math.min(orders, MINUTES_A_MONTH / ASSUMPTIONS.keyMinutes);
  return [
    {
      what: 'Lambda',
      dollars:
        millions(invocations, PRICES.lambdaRequests) +
        invocations * ASSUMPTIONS.secondsEach * gigabytes * PRICES.lambdaGigabyteSeconds.dollars,
    },
    { what: 'HTTP API', dollars: millions(used('httpRequests'), PRICES.httpApiRequests) },
    {
      what: 'DynamoDB',
      dollars:
        millions(used('writes'), PRICES.dynamoDbWrites) +
        millions(used('reads') + sweeps * SWEEP_READS, PRICES.dynamoDbReads),
    },
    { what: 'EventBridge', dollars: millions(used('events'), PRICES.eventBridgeEvents) },
    { what: 'SQS', dollars: millions(queueRequests, PRICES.sqsRequests) },
    { what: 'SNS', dollars: millions(used('publishes'), PRICES.snsPublishes) },
    {
      what: 'Step Functions',
      dollars: millions(used('stateTransitions'), PRICES.stateTransitions),
    },
    {
      what: 'logs',
      dollars: ((orders * ASSUMPTIONS.logBytes) / 1e9) * PRICES.logGigabytes.dollars,
    },
    {
      what: 'key and secret',
      dollars:
        millions(keyRequests, PRICES.kmsRequests) + PRICES.kmsKeys.dollars + PRICES.secrets.dollars,
    },
    {
      what: 'metrics, alarms, dashboard',
      dollars:
        CUSTOM_METRICS * PRICES.customMetrics.dollars +
        alarmMetrics * PRICES.alarmMetrics.dollars +
        PRICES.dashboards.dollars,
    },
  ];
}

/** The sum of all parts, in US dollars. */
export function totalOf(items: readonly CostItem[]): number {
  return items.reduce((sum, { dollars }) => sum + dollars, 0);
}

/** Counts the metrics that alarms read, from their properties in a template: a rate reads two. */
export function countAlarmMetrics(alarms: readonly unknown[]): number {
  return alarms.reduce<number>((sum, alarm) => {
    const queries = isFields(alarm) && Array.isArray(alarm.Metrics) ? alarm.Metrics : [];
    const metrics = queries.filter((query) => isFields(query) && query.MetricStat !== undefined);
    return sum + Math.max(1, metrics.length);
  }, 0);
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
