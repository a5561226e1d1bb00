import { topology } from '@snacks/handlers';

/**
 * List prices in US dollars of the region us-east-1, without any free tier or discount. Other
 * regions differ by up to a third. They were last looked at on {@link PRICES_DATE}.
 */
export const PRICES = {
  /** A million requests. */
  lambdaRequests: 0.2,
  /** A GB-second on arm64. */
  lambdaGigabyteSecond: 0.0000133334,
  /** A million requests to an HTTP API. */
  httpApiRequests: 1,
  /** A million write request units of an on-demand table, of 1 KB each. */
  dynamoDbWrites: 0.625,
  /** A million read request units of an on-demand table, of 4 KB each. */
  dynamoDbReads: 0.125,
  /** A million custom events. */
  eventBridgeEvents: 1,
  /** A million requests to a standard queue. */
  sqsRequests: 0.4,
  /** A GB of logs taken in. */
  logGigabyte: 0.5,
  /** A month of one alarm. */
  alarm: 0.1,
  /** A month of one dashboard. */
  dashboard: 3,
  /** A month of one key. */
  kmsKey: 1,
} as const;

/** When the prices were list prices. */
export const PRICES_DATE = '2025-01-01';

const MILLION = 1_000_000;
const MINUTES_A_MONTH = 43_800;

/** What an order of 2 KB with a customer id costs in units, from POST to PROCESSED. */
const PER_ORDER = {
  /** Placed, claimed, completed: the item, both indexes, and leaving the old state's partition. */
  writes: 3 * (2 + 2 + 2) + 2 * 2,
  /** The processor reads the order before it claims it. */
  reads: 1,
  /** Order Created, Order Processed. */
  events: 2,
  /** On queues: one event to be processed, two to be counted. */
  messages: 1 + 2,
  /** In the stream: each of the three writes. */
  streamRecords: 3,
  /** Of each invocation, warm. */
  secondsEach: 0.03,
  /** Some ten lines. */
  logBytes: 4_000,
} as const;

/** What the platform has to carry, and what stands beside it. */
export interface Load {
  readonly ordersPerMonth: number;
  readonly alarms: number;
  /**
   * Messages and stream records that a function gets at once, on average: as few as 1, the default,
   * where orders are rare, as many as the topology's `batchSize` where they come without a pause.
   */
  readonly batch?: number;
}

/** What one part of the platform costs in a month, in US dollars. */
export interface CostItem {
  readonly what: string;
  readonly dollars: number;
}

/** What a month costs by list prices, part by part. Data at rest and traffic are not in it. */
export function estimateMonth({
  ordersPerMonth: orders,
  alarms,
  batch = 1,
}: Load): readonly CostItem[] {
  const sweeps = MINUTES_A_MONTH / topology.schedules['sweep-stuck-orders'].everyMinutes;
  const taken = (PER_ORDER.messages + PER_ORDER.streamRecords) / batch;
  const invocations = orders * (1 + taken) + sweeps; // the creator, once, and whoever takes them
  // Sent one by one; received and deleted by the batch.
  const queueRequests = orders * PER_ORDER.messages * (1 + 2 / batch);
  const gigabytes = topology.functions['order-processor'].memoryMegabytes / 1_024;
  return [
    {
      what: 'Lambda',
      dollars:
        millions(invocations, PRICES.lambdaRequests) +
        invocations * PER_ORDER.secondsEach * gigabytes * PRICES.lambdaGigabyteSecond,
    },
    { what: 'HTTP API', dollars: millions(orders, PRICES.httpApiRequests) },
    {
      what: 'DynamoDB',
      dollars:
        millions(orders * PER_ORDER.writes, PRICES.dynamoDbWrites) +
        millions(orders * PER_ORDER.reads, PRICES.dynamoDbReads),
    },
    {
      what: 'EventBridge',
      dollars: millions(orders * PER_ORDER.events, PRICES.eventBridgeEvents),
    },
    { what: 'SQS', dollars: millions(queueRequests, PRICES.sqsRequests) },
    { what: 'logs', dollars: ((orders * PER_ORDER.logBytes) / 1e9) * PRICES.logGigabyte },
    {
      what: `${alarms} alarms, a dashboard, a key`,
      dollars: alarms * PRICES.alarm + PRICES.dashboard + PRICES.kmsKey,
    },
  ];
}

/** What units cost whose price is that of a million. */
function millions(units: number, price: number): number {
  return (units / MILLION) * price;
}

/** The sum of all parts, in US dollars. */
export function totalOf(items: readonly CostItem[]): number {
  return items.reduce((sum, { dollars }) => sum + dollars, 0);
}
