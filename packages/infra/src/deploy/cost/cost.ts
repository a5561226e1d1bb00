import { FUNCTION_NAMES, topology } from '@snacks/handlers';
import { METRICS } from '@snacks/handlers/metrics';

import { isFields } from '../fields.js';
import { ORDER_USAGE, SWEEP_READS, type OrderUsage } from './order-usage.js';
import { PRICES } from './prices.js';

const MILLION = 1_000_000;
const MINUTES_A_MONTH = 43_800;

/** What nobody has counted, because it hangs on the deployment. */
export const ASSUMPTIONS = {
  /** Of each invocation, warm: seconds. */
  secondsEach: 0.03,
  /** Of an order: some ten lines of the functions, and Lambda's own. */
  logBytes: 4_000,
  /** Of the orders, the part that is of high priority. */
  approvalShare: 0.05,
  /** Requests a minute by which Lambda looks after a queue, empty or not: five, 20 seconds each. */
  receivesAMinute: 5 * 3,
  /** DynamoDB and SNS keep a key for each of their callers for so long. */
  keyMinutes: 5,
} as const;

/** Metrics of CloudWatch that the functions emit: each under the stage alone, and by each value. */
export const CUSTOM_METRICS = Object.values(METRICS).reduce(
  (sum, metric) => sum + 1 + ('dimension' in metric ? metric.dimension.values.length : 0),
  0,
);

/** Who uses the stage's key for what: each function for each of its tables and topics. */
export const KEY_USERS = FUNCTION_NAMES.reduce((sum, name) => sum + encryptedBehind(name).size, 0);

/** What the platform has to carry, and what stands beside it. */
export interface Load {
  readonly ordersPerMonth: number;
  /** Metrics that the alarms look at: {@link countAlarmMetrics}. */
  readonly alarmMetrics: number;
  /**
   * Messages and stream records that a function gets at once, on average: as few as 1, the default,
   * where orders are rare, as many as the topology's `batchSize` where they come without a pause.
   */
  readonly batch?: number;
  /** The part of the orders that needs approval. @default {@link ASSUMPTIONS} */
  readonly approvalShare?: number;
}

/** What one part of the platform costs in a month, in US dollars. */
export interface CostItem {
  readonly what: string;
  readonly dollars: number;
}

/** What a month costs by list prices, part by part. Data at rest and traffic are not in it. */
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
  const looks = topology.queueConsumers.length * ASSUMPTIONS.receivesAMinute * MINUTES_A_MONTH;
  // Sent one by one; received and deleted by the batch.
  const queueRequests = used('messages') * (1 + 2 / batch) + looks;
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

/** How many metrics alarms look at, by their properties in a template: a rate looks at two. */
export function countAlarmMetrics(alarms: readonly unknown[]): number {
  return alarms.reduce<number>((sum, alarm) => {
    const queries = isFields(alarm) && Array.isArray(alarm.Metrics) ? alarm.Metrics : [];
    const looked = queries.filter((query) => isFields(query) && query.MetricStat !== undefined);
    return sum + Math.max(1, looked.length);
  }, 0);
}

/** What units cost whose price is that of a million. */
function millions(units: number, { dollars }: { readonly dollars: number }): number {
  return (units / MILLION) * dollars;
}

/** The tables and topics that a function calls. Tables of an index are told once. */
function encryptedBehind(name: (typeof FUNCTION_NAMES)[number]): ReadonlySet<string> {
  const { streamConsumer, functions } = topology;
  const called = Object.entries(functions[name].permissions)
    .filter(([action]) => /^(dynamodb|sns):/.test(action))
    .flatMap(([, resources = []]) => resources)
    .map((resource) => (resource.startsWith('topic/') ? resource : (resource.split('/')[0] ?? '')));
  return new Set(streamConsumer.function === name ? [...called, streamConsumer.table] : called);
}
