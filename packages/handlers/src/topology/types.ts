import type { TableDescription } from '@snacks/adapters-aws/tables';

import type { ApiDescription } from './api.js';
import type { OrderApprovalFunction, OrderApprovalSettings } from './approval-workflow.js';

/** The environment variables that a function may read. */
export type EnvironmentName =
  | 'ORDERS_TABLE_NAME'
  | 'STOCK_TABLE_NAME'
  | 'PAYMENTS_TABLE_NAME'
  | 'APPROVAL_TASKS_TABLE_NAME'
  | 'EVENT_BUS_NAME'
  | 'APPROVAL_WORKFLOW_ARN'
  | 'APPROVERS_TOPIC_ARN'
  | 'NOTIFICATIONS_TOPIC_ARN'
  /** `jwt` if the API requires a token, `open` if it does not. */
  | 'AUTH'
  /** The secret that cursors are signed with: at least 32 characters. */
  | 'CURSOR_KEY'
  | 'EVENT_INGESTION_QUEUE_URL'
  | 'EVENT_RECORDS_TABLE_NAME'
  | 'CATALOGUE_TABLE_NAME'
  | 'OPERATOR_ACTIONS_TABLE_NAME'
  /** The name of a queue or function in the account, with `{name}` for its name in the topology. */
  | 'RESOURCE_NAMES'
  /** The queue for events that the bus permanently refuses. */
  | 'STREAM_DLQ_URL'
  | 'STAGE'
  | 'LOG_LEVEL'
  | ParameterName;

/** Variables that a deployment may set. */
export type ParameterName =
  /** Days for which an order is kept after it has ended, with its stock and payment records. */
  | 'RETENTION_DAYS'
  /** How a snack without a stock record is handled: `unlimited` or `refused`. */
  | 'UNKNOWN_SNACKS'
  /** Whether customers may order snacks that the catalogue does not have: `optional` or `required`. */
  | 'CATALOGUE'
  /** The rules for payments that the simulated provider does not approve, as JSON. */
  | 'PAYMENT_RULES'
  /** Hours after which an order without a decision expires. */
  | 'APPROVAL_DEADLINE_HOURS'
  /** Orders of each state that a run of the sweeper reads. */
  | 'SWEEPER_PAGE'
  /** The shards of each group of states in the index by status. */
  | 'INDEX_SHARDS'
  /** Percent of the orders whose info records are logged, from 0 to 100. */
  | 'LOG_SAMPLING';

/** The SNS topics that customers and approvers subscribe to. */
export type TopicName =
  /** Changes of orders, for customers. */
  | 'notifications'
  /** Orders of high priority that wait for a decision. */
  | 'approvers';

/**
 * A resource that a function can call: a table, an index (`orders/by-status`), the bus, the approval
 * workflow, its executions, a topic, a queue, the log groups of all functions, or all metrics.
 */
export type Resource<T extends string = string, Q extends string = string> =
  | T
  | `${T}/${string}`
  | 'bus'
  | 'approval-workflow'
  | 'approval-workflow/executions'
  | `topic/${TopicName}`
  | 'log-groups'
  | 'metrics'
  | `queue:${Q}`;

/** An action of AWS, as IAM names it. */
export type Action =
  `${'cloudwatch' | 'dynamodb' | 'events' | 'logs' | 'sns' | 'sqs' | 'states'}:${string}`;

export interface FunctionSettings<T extends string, Q extends string> {
  readonly description: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** Its environment variables beside those of every function. It does not start if one of them is missing. */
  readonly environment: readonly EnvironmentName[];
  /** Every action that the function may call, with its resources. No other call is allowed. */
  readonly permissions: Readonly<Partial<Record<Action, readonly Resource<T, Q>[]>>>;
  /** The maximum number of concurrent instances, which is also reserved for the function. */
  readonly reservedConcurrency?: number;
  /** The queue for an asynchronous invocation that failed in the first try and in both retries. */
  readonly onFailure?: Q;
}

export interface QueueSettings<Q extends string> {
  readonly retentionSeconds: number;
  /** How long a received message stays hidden: at least six times the timeout of its consumer. */
  readonly visibilityTimeoutSeconds?: number;
  /** The number of receives after which a message moves to the dead-letter queue. */
  readonly redrive?: { readonly maxReceiveCount: number; readonly deadLetterQueue: Q };
}

export interface QueueConsumer<Q extends string, F extends string> {
  readonly queue: Q;
  readonly function: F;
  /** The maximum number of messages in one batch. The function returns those that failed. */
  readonly batchSize: number;
  /** The maximum number of concurrent batches. It protects the services that the function calls. */
  readonly maximumConcurrency: number;
}

/** Selects the records of a stream by their exact values, in the syntax of an EventBridge event pattern. */
export interface RecordPattern {
  readonly [field: string]: readonly string[] | RecordPattern;
}

export interface StreamConsumer<T extends string, Q extends string, F extends string> {
  /** The table that owns the stream. */
  readonly table: T;
  readonly function: F;
  /** The records that the function gets. The others are skipped without an invocation. */
  readonly filter: RecordPattern;
  readonly batchSize: number;
  /**
   * How many batches of a shard the function gets at once, from 1 to 10. The records of an item are never in
   * two of them, so they keep their order. The local platform passes one batch at once.
   */
  readonly parallelizationFactor: number;
  /** A failing batch is retried until its records are this old. The stream keeps them for 24 hours. */
  readonly maximumRecordAgeSeconds: number;
  /** A failing batch is split in two, so that one bad record does not block the others. */
  readonly bisectBatchOnError: boolean;
  readonly deadLetterQueue: Q;
}

export interface Rule<Q extends string> {
  readonly description: string;
  /** An EventBridge event pattern. */
  readonly pattern: {
    readonly source: readonly string[];
    readonly detail?: Readonly<Record<string, readonly (string | { readonly exists: boolean })[]>>;
  };
  readonly queue: Q;
  /** The queue for events that could not be delivered to `queue`. */
  readonly deadLetterQueue: Q;
}

export interface Schedule<F extends string> {
  readonly everyMinutes: number;
  readonly function: F;
}

/** A state machine that watches the deadline while an order waits. */
export interface Workflow<F extends string> {
  readonly name: string;
  /** The functions that the workflow invokes. */
  readonly functions: readonly (F & OrderApprovalFunction)[];
  /** The definition in Amazon States Language. */
  readonly definition: (settings: OrderApprovalSettings) => object;
}

export interface Table extends TableDescription {
  readonly name: string;
}

export interface Topology<
  T extends string,
  F extends string,
  Q extends string,
  R extends string,
  S extends string,
> {
  /** The major version of Node.js that the functions run on. */
  readonly node: number;
  /** The Lambda alias of the live version of each function. */
  readonly alias: string;
  readonly tables: Readonly<Record<T, Table>>;
  readonly bus: { readonly name: string };
  readonly topics: Readonly<Record<TopicName, { readonly name: string }>>;
  readonly approvalWorkflow: Workflow<NoInfer<F>>;
  /** The default of each deployment parameter. */
  readonly parameters: Readonly<Record<ParameterName, string>>;
  readonly functions: Readonly<Record<F, FunctionSettings<NoInfer<T>, NoInfer<Q>>>>;
  readonly api: ApiDescription<NoInfer<F>>;
  readonly queues: Readonly<Record<Q, QueueSettings<NoInfer<Q>>>>;
  readonly queueConsumers: readonly QueueConsumer<NoInfer<Q>, NoInfer<F>>[];
  readonly streamConsumer: StreamConsumer<NoInfer<T>, NoInfer<Q>, NoInfer<F>>;
  readonly rules: Readonly<Record<R, Rule<NoInfer<Q>>>>;
  readonly schedules: Readonly<Record<S, Schedule<NoInfer<F>>>>;
}

/** Returns the topology. A reference to an unknown table, function or queue is a type error. */
export function defineTopology<
  T extends string,
  F extends string,
  Q extends string,
  R extends string,
  S extends string,
>(topology: Topology<T, F, Q, R, S>): Topology<T, F, Q, R, S> {
  return topology;
}
