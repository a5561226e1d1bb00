import { ORDERS_TABLE, type TableDescription } from '@snacks/adapters-aws/orders-table';
import { PAYMENTS_TABLE } from '@snacks/adapters-aws/payments-table';
import { STOCK_TABLE } from '@snacks/adapters-aws/stock-table';
import { CLAIMABLE_STATUSES, EVENT_SOURCE } from '@snacks/domain';

/**
 * What the platform consists of and what flows where: tables, functions, routes, queues, rules,
 * schedules, with every name and number of them. The deployed stack is built from it and the local
 * platform is wired from it, so neither can know something that the other does not.
 */

/** The variables that a function may read from its environment. */
export type EnvironmentName =
  | 'ORDERS_TABLE_NAME'
  | 'STOCK_TABLE_NAME'
  | 'PAYMENTS_TABLE_NAME'
  | 'EVENT_BUS_NAME'
  | 'NOTIFICATIONS_TOPIC_ARN'
  | 'STAGE'
  | 'LOG_LEVEL'
  | ChoiceName;

/** Variables that a deployment may choose. */
type ChoiceName =
  /** Days for which an order that has ended is kept, with what belongs to it. */
  | 'RETENTION_DAYS'
  /** What a snack is that nobody keeps a stock of: `unlimited` or `refused`. */
  | 'UNKNOWN_SNACKS'
  /** Which payments the simulated provider does not approve, as JSON. */
  | 'PAYMENT_RULES';

/** What can be called: a table, one of its indexes (`orders/by-status`), the bus, or the topic. */
export type Resource<T extends string = string> = T | `${T}/${string}` | 'bus' | 'topic';

/** An action of AWS, as IAM names it. */
export type Action = `${'dynamodb' | 'events' | 'sns'}:${string}`;

interface FunctionSettings<T extends string, Q extends string> {
  readonly description: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** What the function reads from its environment: it does not start without all of it. */
  readonly environment: readonly EnvironmentName[];
  /** Every call that the function's adapters make, and on what: it may do nothing else. */
  readonly permissions: Readonly<Partial<Record<Action, readonly Resource<T>[]>>>;
  /** Instances at once, at most, and set aside for it: where one more would do harm. */
  readonly reservedConcurrency?: number;
  /** Where an asynchronous invocation goes that failed in the first try and both retries. */
  readonly onFailure?: Q;
}

/** A route of the HTTP API: `{name}` in the path is a parameter. */
interface Route<F extends string> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: `/${string}`;
  readonly function: F;
}

interface QueueSettings<Q extends string> {
  readonly retentionSeconds: number;
  /** How long a received message stays hidden: at least six times its consumer's timeout. */
  readonly visibilityTimeoutSeconds?: number;
  /** After how many receives a message goes where. */
  readonly redrive?: { readonly maxReceiveCount: number; readonly deadLetterQueue: Q };
}

interface QueueConsumer<Q extends string, F extends string> {
  readonly queue: Q;
  readonly function: F;
  /** Messages handed to the function at once, at most. It answers which of them failed. */
  readonly batchSize: number;
  /** Batches that are handled at once, at most: what stands behind the function is not overrun. */
  readonly maximumConcurrency: number;
}

interface StreamConsumer<T extends string, Q extends string, F extends string> {
  /** The table whose stream it is. */
  readonly table: T;
  readonly function: F;
  readonly batchSize: number;
  /** A failing batch is tried until its records are this old; the stream itself keeps 24 hours. */
  readonly maximumRecordAgeSeconds: number;
  /** A failing batch is halved, so that one bad record does not hold up the others. */
  readonly bisectBatchOnError: boolean;
  readonly deadLetterQueue: Q;
}

interface Rule<Q extends string> {
  readonly description: string;
  /** An EventBridge event pattern. */
  readonly pattern: {
    readonly source: readonly string[];
    readonly detail?: Readonly<Record<string, readonly string[]>>;
  };
  readonly queue: Q;
  /** Where an event goes that could not be delivered to the queue. */
  readonly deadLetterQueue: Q;
}

interface Schedule<F extends string> {
  readonly everyMinutes: number;
  readonly function: F;
}

interface Table extends TableDescription {
  readonly name: string;
}

interface Topology<
  T extends string,
  F extends string,
  Q extends string,
  R extends string,
  S extends string,
> {
  /** The major version of Node.js that the functions run on. */
  readonly node: number;
  readonly tables: Readonly<Record<T, Table>>;
  readonly bus: { readonly name: string };
  /** Where people are told of orders that have ended. */
  readonly topic: { readonly name: string };
  /** What holds where a deployment chooses nothing else. */
  readonly choices: Readonly<Record<ChoiceName, string>>;
  readonly functions: Readonly<Record<F, FunctionSettings<NoInfer<T>, NoInfer<Q>>>>;
  readonly routes: readonly Route<NoInfer<F>>[];
  readonly queues: Readonly<Record<Q, QueueSettings<NoInfer<Q>>>>;
  readonly queueConsumers: readonly QueueConsumer<NoInfer<Q>, NoInfer<F>>[];
  readonly streamConsumer: StreamConsumer<NoInfer<T>, NoInfer<Q>, NoInfer<F>>;
  readonly rules: Readonly<Record<R, Rule<NoInfer<Q>>>>;
  readonly schedules: Readonly<Record<S, Schedule<NoInfer<F>>>>;
}

/** A reference to a table, function or queue that does not exist does not compile. */
function defineTopology<
  T extends string,
  F extends string,
  Q extends string,
  R extends string,
  S extends string,
>(topology: Topology<T, F, Q, R, S>): Topology<T, F, Q, R, S> {
  return topology;
}

const DAY = 86_400;

export const topology = defineTopology({
  node: 24,
  tables: {
    orders: { name: 'Orders', ...ORDERS_TABLE },
    stock: { name: 'Stock', ...STOCK_TABLE },
    payments: { name: 'Payments', ...PAYMENTS_TABLE },
  },
  bus: { name: 'serverless-snacks-orders' },
  topic: { name: 'order-notifications' },
  choices: { RETENTION_DAYS: '90', UNKNOWN_SNACKS: 'unlimited', PAYMENT_RULES: '[]' },
  functions: {
    'order-creator': {
      description: 'Takes an order: by direct invocation or POST /orders.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'LOG_LEVEL'],
      permissions: { 'dynamodb:PutItem': ['orders'], 'dynamodb:GetItem': ['orders'] },
      onFailure: 'order-creator-dlq',
    },
    'order-reader': {
      description: 'Answers one order.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'] },
    },
    'order-lister': {
      description: 'Answers pages of orders, newest first.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'LOG_LEVEL'],
      permissions: { 'dynamodb:Query': ['orders/by-status', 'orders/by-customer'] },
    },
    'order-canceller': {
      description: 'Takes an order back.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'RETENTION_DAYS', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'], 'dynamodb:UpdateItem': ['orders'] },
    },
    'order-relay': {
      description: 'Hands the events of committed changes from the stream to the bus.',
      memoryMegabytes: 512,
      timeoutSeconds: 30,
      environment: ['EVENT_BUS_NAME', 'LOG_LEVEL'],
      permissions: { 'events:PutEvents': ['bus'] },
    },
    'order-processor': {
      description: 'Carries orders through fulfilment.',
      memoryMegabytes: 512,
      timeoutSeconds: 15,
      environment: [
        'ORDERS_TABLE_NAME',
        'STOCK_TABLE_NAME',
        'PAYMENTS_TABLE_NAME',
        'NOTIFICATIONS_TOPIC_ARN',
        'RETENTION_DAYS',
        'UNKNOWN_SNACKS',
        'PAYMENT_RULES',
        'LOG_LEVEL',
      ],
      permissions: {
        'dynamodb:GetItem': ['orders', 'stock', 'payments'],
        'dynamodb:UpdateItem': ['orders', 'stock', 'payments'],
        'dynamodb:PutItem': ['stock', 'payments'],
        'sns:Publish': ['topic'],
      },
    },
    'order-sweeper': {
      description:
        'Counts the orders that have not moved on in time, and sends their events again.',
      memoryMegabytes: 512,
      timeoutSeconds: 120,
      environment: ['ORDERS_TABLE_NAME', 'EVENT_BUS_NAME', 'STAGE', 'LOG_LEVEL'],
      permissions: {
        'dynamodb:Query': ['orders/by-status'],
        'dynamodb:GetItem': ['orders'],
        'events:PutEvents': ['bus'],
      },
      reservedConcurrency: 1,
      onFailure: 'order-sweeper-dlq',
    },
    'order-metrics': {
      description: 'Counts what happens to orders, and how long it took.',
      memoryMegabytes: 256,
      timeoutSeconds: 15,
      environment: ['STAGE', 'LOG_LEVEL'],
      permissions: {},
    },
  },
  routes: [
    { method: 'POST', path: '/orders', function: 'order-creator' },
    { method: 'GET', path: '/orders', function: 'order-lister' },
    { method: 'GET', path: '/orders/{orderId}', function: 'order-reader' },
    { method: 'DELETE', path: '/orders/{orderId}', function: 'order-canceller' },
  ],
  queues: {
    'order-processing': {
      retentionSeconds: 4 * DAY,
      visibilityTimeoutSeconds: 90,
      redrive: { maxReceiveCount: 3, deadLetterQueue: 'order-processing-dlq' },
    },
    'order-processing-dlq': { retentionSeconds: 14 * DAY },
    'order-metrics': {
      retentionSeconds: 4 * DAY,
      visibilityTimeoutSeconds: 90,
      redrive: { maxReceiveCount: 3, deadLetterQueue: 'order-metrics-dlq' },
    },
    'order-metrics-dlq': { retentionSeconds: 14 * DAY },
    'order-creator-dlq': { retentionSeconds: 14 * DAY },
    'order-sweeper-dlq': { retentionSeconds: 14 * DAY },
    'order-rules-dlq': { retentionSeconds: 14 * DAY },
    'order-stream-dlq': { retentionSeconds: 14 * DAY },
  },
  queueConsumers: [
    {
      queue: 'order-processing',
      function: 'order-processor',
      batchSize: 10,
      maximumConcurrency: 5,
    },
    {
      queue: 'order-metrics',
      function: 'order-metrics',
      batchSize: 10,
      maximumConcurrency: 5,
    },
  ],
  streamConsumer: {
    table: 'orders',
    function: 'order-relay',
    batchSize: 100,
    maximumRecordAgeSeconds: 23 * 3_600,
    bisectBatchOnError: true,
    deadLetterQueue: 'order-stream-dlq',
  },
  rules: {
    'orders-to-process': {
      description: 'Any event of an order that waits to be processed wakes the processing.',
      pattern: { source: [EVENT_SOURCE], detail: { status: CLAIMABLE_STATUSES } },
      queue: 'order-processing',
      deadLetterQueue: 'order-rules-dlq',
    },
    'orders-to-count': {
      description: 'Every event of an order counts.',
      pattern: { source: [EVENT_SOURCE] },
      queue: 'order-metrics',
      deadLetterQueue: 'order-rules-dlq',
    },
  },
  schedules: {
    'sweep-stuck-orders': { everyMinutes: 5, function: 'order-sweeper' },
  },
});

/** A table of the platform. */
export type TableName = keyof typeof topology.tables;

/** A function of the platform. */
export type FunctionName = keyof typeof topology.functions;

/** A queue of the platform. */
export type QueueName = keyof typeof topology.queues;

function isKeyOf<T extends object>(record: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(record, key);
}

function namesOf<T extends object>(record: T): Extract<keyof T, string>[] {
  return Object.keys(record).filter((key) => isKeyOf(record, key));
}

export { UNKNOWN_SNACKS, type UnknownSnacks } from '@snacks/domain';

/** The names of all tables. */
export const TABLE_NAMES: readonly TableName[] = namesOf(topology.tables);

/** The names of all functions. */
export const FUNCTION_NAMES: readonly FunctionName[] = namesOf(topology.functions);

/** The names of all queues. */
export const QUEUE_NAMES: readonly QueueName[] = namesOf(topology.queues);

/** Every name that the platform gives in an account. */
export const NAMES: readonly string[] = [
  ...Object.values(topology.tables).map(({ name }) => name),
  topology.bus.name,
  topology.topic.name,
  ...FUNCTION_NAMES,
  ...QUEUE_NAMES,
  ...namesOf(topology.rules),
  ...namesOf(topology.schedules),
];
