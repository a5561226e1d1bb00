import type { TableDescription } from '@snacks/adapters-aws/tables';

import type { ApiDescription } from './api.js';
import type { OrderApprovalFunction, OrderApprovalSettings } from './approval-workflow.js';

/** The variables that a function may read from its environment. */
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
  /** Where events go that the bus refuses for good. */
  | 'STREAM_DLQ_URL'
  | 'STAGE'
  | 'LOG_LEVEL'
  | ParameterName;

/** Variables that a deployment may choose. */
export type ParameterName =
  /** Days for which an order that has ended is kept, with what belongs to it. */
  | 'RETENTION_DAYS'
  /** How a snack without a stock record is handled: `unlimited` or `refused`. */
  | 'UNKNOWN_SNACKS'
  /** Which payments the simulated provider does not approve, as JSON. */
  | 'PAYMENT_RULES'
  /** Hours after which an order without a decision expires. */
  | 'APPROVAL_DEADLINE_HOURS';

/** Topics, to which people subscribe. */
export type TopicName =
  /** What became of orders. */
  | 'notifications'
  /** Which orders of high priority wait for a decision. */
  | 'approvers';

/**
 * What can be called: a table, an index (`orders/by-status`), the bus, the approval workflow, its
 * executions, a topic, or a queue.
 */
export type Resource<T extends string = string, Q extends string = string> =
  | T
  | `${T}/${string}`
  | 'bus'
  | 'approval-workflow'
  | 'approval-workflow/executions'
  | `topic/${TopicName}`
  | `queue:${Q}`;

/** An action of AWS, as IAM names it. */
export type Action = `${'dynamodb' | 'events' | 'sns' | 'sqs' | 'states'}:${string}`;

export interface FunctionSettings<T extends string, Q extends string> {
  readonly description: string;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** What the function reads from its environment: it does not start without all of it. */
  readonly environment: readonly EnvironmentName[];
  /** Every call that the function's adapters make, and on what: it may do nothing else. */
  readonly permissions: Readonly<Partial<Record<Action, readonly Resource<T, Q>[]>>>;
  /** Instances at once, at most, and reserved for it: where one more would do harm. */
  readonly reservedConcurrency?: number;
  /** Where an asynchronous invocation goes that failed in the first try and both retries. */
  readonly onFailure?: Q;
}

export interface QueueSettings<Q extends string> {
  readonly retentionSeconds: number;
  /** How long a received message stays hidden: at least six times its consumer's timeout. */
  readonly visibilityTimeoutSeconds?: number;
  /** After how many receives a message goes where. */
  readonly redrive?: { readonly maxReceiveCount: number; readonly deadLetterQueue: Q };
}

export interface QueueConsumer<Q extends string, F extends string> {
  readonly queue: Q;
  readonly function: F;
  /** Messages handed to the function at once, at most. It returns which of them failed. */
  readonly batchSize: number;
  /** The maximum number of batches that are handled at once, so that what the function calls is not overloaded. */
  readonly maximumConcurrency: number;
}

export interface StreamConsumer<T extends string, Q extends string, F extends string> {
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

export interface Rule<Q extends string> {
  readonly description: string;
  /** An EventBridge event pattern. */
  readonly pattern: {
    readonly source: readonly string[];
    readonly detail?: Readonly<Record<string, readonly (string | { readonly exists: boolean })[]>>;
  };
  readonly queue: Q;
  /** Where an event goes that could not be delivered to the queue. */
  readonly deadLetterQueue: Q;
}

export interface Schedule<F extends string> {
  readonly everyMinutes: number;
  readonly function: F;
}

/** A state machine that keeps the time while orders wait. */
export interface Workflow<F extends string> {
  readonly name: string;
  /** The functions that it invokes. */
  readonly functions: readonly (F & OrderApprovalFunction)[];
  /** Its definition in Amazon States Language. */
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
  /** By which the version of a function is invoked that is live. */
  readonly alias: string;
  readonly tables: Readonly<Record<T, Table>>;
  readonly bus: { readonly name: string };
  readonly topics: Readonly<Record<TopicName, { readonly name: string }>>;
  readonly approvalWorkflow: Workflow<NoInfer<F>>;
  /** What holds where a deployment chooses nothing else. */
  readonly parameters: Readonly<Record<ParameterName, string>>;
  readonly functions: Readonly<Record<F, FunctionSettings<NoInfer<T>, NoInfer<Q>>>>;
  readonly api: ApiDescription<NoInfer<F>>;
  readonly queues: Readonly<Record<Q, QueueSettings<NoInfer<Q>>>>;
  readonly queueConsumers: readonly QueueConsumer<NoInfer<Q>, NoInfer<F>>[];
  readonly streamConsumer: StreamConsumer<NoInfer<T>, NoInfer<Q>, NoInfer<F>>;
  readonly rules: Readonly<Record<R, Rule<NoInfer<Q>>>>;
  readonly schedules: Readonly<Record<S, Schedule<NoInfer<F>>>>;
}

/** A reference to a table, function or queue that does not exist does not compile. */
export function defineTopology<
  T extends string,
  F extends string,
  Q extends string,
  R extends string,
  S extends string,
>(topology: Topology<T, F, Q, R, S>): Topology<T, F, Q, R, S> {
  return topology;
}
