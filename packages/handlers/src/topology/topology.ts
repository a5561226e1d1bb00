import {
  APPROVAL_TASKS_TABLE,
  CATALOGUE_TABLE,
  EVENT_RECORDS_TABLE,
  OPERATOR_ACTIONS_TABLE,
  ORDERS_TABLE,
  PAYMENTS_TABLE,
  STATUS_SHARDS,
  STOCK_TABLE,
} from '@snacks/adapters-aws/tables';
import { CLAIMABLE_STATUSES, LIFECYCLE, ORDER_STATUSES } from '@snacks/domain';
import { EVENT_SOURCE } from '@snacks/domain/events';

import { API } from './api.js';
import { defineTopology, type EnvironmentName, type TopicName } from './types.js';
import { APPROVAL_FUNCTIONS } from './approval-functions.js';
import { CATALOGUE_FUNCTIONS, PRICES } from './catalogue-functions.js';
import { EXTERNAL_EVENT_FUNCTIONS } from './external-event-functions.js';
import { ORDER_APPROVAL_FUNCTIONS, orderApproval } from './approval-workflow.js';
import { operationsFunctions } from './operations-functions.js';
import { QUEUES } from './queues.js';

export type { Action, EnvironmentName, Resource, TopicName } from './types.js';

/**
 * The elements of the platform and the flows between them: tables, functions, routes, queues, rules
 * and schedules, with all their names and limits. The deployed stack and the local platform are both
 * built from this topology, so they cannot differ.
 */

/** Every state of an order except those that end fulfilment. */
const NOTIFIED_STATUSES = ORDER_STATUSES.filter(
  (status) => ![...LIFECYCLE.complete.to, ...LIFECYCLE.fail.to].some((end) => end === status),
);

/** The states that an event leads to. A claim has no event to relay, and a removal has no new image. */
const RELAYED_STATUSES = ORDER_STATUSES.filter(
  (status) => !LIFECYCLE.claim.to.some((claimed) => claimed === status),
);

/** How a function receives the messages of a queue. */
const BATCHES = { batchSize: 10, maximumConcurrency: 5 };

export const topology = defineTopology({
  node: 24,
  alias: 'live',
  tables: {
    orders: { name: 'Orders', ...ORDERS_TABLE },
    stock: { name: 'Stock', ...STOCK_TABLE },
    payments: { name: 'Payments', ...PAYMENTS_TABLE },
    approvalTasks: { name: 'ApprovalTasks', ...APPROVAL_TASKS_TABLE },
    eventRecords: { name: 'EventRecords', ...EVENT_RECORDS_TABLE },
    catalogue: { name: 'Catalogue', ...CATALOGUE_TABLE },
    operatorActions: { name: 'OperatorActions', ...OPERATOR_ACTIONS_TABLE },
  },
  bus: { name: 'serverless-snacks-orders' },
  topics: {
    notifications: { name: 'order-notifications' },
    approvers: { name: 'order-approvals' },
  },
  parameters: {
    RETENTION_DAYS: '90',
    UNKNOWN_SNACKS: 'unlimited',
    CATALOGUE: 'optional',
    PAYMENT_RULES: '[]',
    APPROVAL_DEADLINE_HOURS: '24',
    SWEEPER_PAGE: '10000',
    INDEX_SHARDS: `${STATUS_SHARDS}`,
    LOG_SAMPLING: '100',
  },
  approvalWorkflow: {
    name: 'order-approval',
    functions: ORDER_APPROVAL_FUNCTIONS,
    definition: orderApproval,
  },
  functions: {
    'order-creator': {
      description: 'Places an order, by direct invocation or POST /orders.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'INDEX_SHARDS', ...PRICES, 'AUTH', 'LOG_LEVEL'],
      permissions: {
        'dynamodb:PutItem': ['orders'],
        'dynamodb:GetItem': ['orders', 'catalogue'],
      },
      onFailure: 'order-creator-dlq',
    },
    'order-reader': {
      description: 'Returns one order.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'INDEX_SHARDS', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'] },
    },
    'order-lister': {
      description: 'Returns pages of orders, newest first.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'INDEX_SHARDS', 'AUTH', 'CURSOR_KEY', 'LOG_LEVEL'],
      permissions: {
        'dynamodb:Query': ['orders/by-status', 'orders/by-customer'],
        'dynamodb:BatchGetItem': ['orders'],
      },
    },
    'order-canceller': {
      description: 'Cancels an order.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'INDEX_SHARDS', 'RETENTION_DAYS', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'], 'dynamodb:UpdateItem': ['orders'] },
    },
    'order-updater': {
      description: 'Replaces the content of an order.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: [
        'ORDERS_TABLE_NAME',
        'INDEX_SHARDS',
        'RETENTION_DAYS',
        ...PRICES,
        'AUTH',
        'LOG_LEVEL',
      ],
      permissions: {
        'dynamodb:GetItem': ['orders', 'catalogue'],
        'dynamodb:UpdateItem': ['orders'],
      },
    },
    'order-approver': {
      description: 'Approves or rejects an order that waits for approval.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'INDEX_SHARDS', 'RETENTION_DAYS', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'], 'dynamodb:UpdateItem': ['orders'] },
    },
    'order-timeline': {
      description: 'Returns the timeline of an order: every state it has had.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'INDEX_SHARDS', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'] },
    },
    ...CATALOGUE_FUNCTIONS,
    ...EXTERNAL_EVENT_FUNCTIONS,
    ...operationsFunctions(QUEUES),
    'order-relay': {
      description: 'Publishes the events of committed changes: from the stream to the bus.',
      memoryMegabytes: 512,
      timeoutSeconds: 30,
      environment: ['EVENT_BUS_NAME', 'STREAM_DLQ_URL', 'LOG_LEVEL'],
      permissions: {
        'events:PutEvents': ['bus'],
        'sqs:SendMessage': ['queue:order-stream-dlq'],
      },
    },
    'order-processor': {
      description:
        'Fulfils orders: authorises the payment, reserves stock, commits or undoes both.',
      memoryMegabytes: 512,
      timeoutSeconds: 15,
      environment: [
        'ORDERS_TABLE_NAME',
        'INDEX_SHARDS',
        'STOCK_TABLE_NAME',
        'PAYMENTS_TABLE_NAME',
        'NOTIFICATIONS_TOPIC_ARN',
        'RETENTION_DAYS',
        'UNKNOWN_SNACKS',
        'PAYMENT_RULES',
        'LOG_LEVEL',
      ],
      permissions: {
        'dynamodb:GetItem': ['orders', 'payments'],
        'dynamodb:BatchGetItem': ['stock'],
        'dynamodb:UpdateItem': ['orders', 'stock', 'payments'],
        'dynamodb:PutItem': ['payments'],
        'sns:Publish': ['topic/notifications'],
      },
    },
    'order-sweeper': {
      description: 'Counts the orders that are stuck in a state, and publishes their events again.',
      memoryMegabytes: 512,
      timeoutSeconds: 120,
      environment: [
        'ORDERS_TABLE_NAME',
        'INDEX_SHARDS',
        'EVENT_BUS_NAME',
        'APPROVAL_DEADLINE_HOURS',
        'SWEEPER_PAGE',
        'STAGE',
        'LOG_LEVEL',
      ],
      permissions: {
        'dynamodb:Query': ['orders/by-status'],
        'dynamodb:BatchGetItem': ['orders'],
        'dynamodb:GetItem': ['orders'],
        'events:PutEvents': ['bus'],
      },
      reservedConcurrency: 1,
      onFailure: 'order-sweeper-dlq',
    },
    ...APPROVAL_FUNCTIONS,
    'order-notifier': {
      description: 'Notifies customers of changes to their orders.',
      memoryMegabytes: 512,
      timeoutSeconds: 15,
      environment: ['ORDERS_TABLE_NAME', 'INDEX_SHARDS', 'NOTIFICATIONS_TOPIC_ARN', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'], 'sns:Publish': ['topic/notifications'] },
    },
    'order-metrics': {
      description: 'Records metrics: how many orders change state, and how long it takes.',
      memoryMegabytes: 256,
      timeoutSeconds: 15,
      environment: ['STAGE', 'LOG_LEVEL'],
      permissions: {},
    },
  },
  api: API,
  queues: QUEUES,
  queueConsumers: [
    { queue: 'event-ingestion', function: 'event-recorder', ...BATCHES },
    { queue: 'order-processing', function: 'order-processor', ...BATCHES },
    { queue: 'order-approval', function: 'approval-starter', ...BATCHES },
    { queue: 'approval-decisions', function: 'approval-closer', ...BATCHES },
    { queue: 'order-notifications', function: 'order-notifier', ...BATCHES },
    { queue: 'order-metrics', function: 'order-metrics', ...BATCHES },
  ],
  streamConsumer: {
    table: 'orders',
    function: 'order-relay',
    filter: { dynamodb: { NewImage: { status: { S: RELAYED_STATUSES } } } },
    batchSize: 100,
    parallelizationFactor: 10,
    maximumRecordAgeSeconds: 23 * 3_600,
    bisectBatchOnError: true,
    deadLetterQueue: 'order-stream-dlq',
  },
  rules: {
    'process-orders': {
      description: 'Sends events of orders that are ready for fulfilment to order-processor.',
      pattern: { source: [EVENT_SOURCE], detail: { status: CLAIMABLE_STATUSES } },
      queue: 'order-processing',
      deadLetterQueue: 'order-rules-dlq',
    },
    'start-approvals': {
      description: 'Sends events of orders that wait for approval to approval-starter.',
      pattern: { source: [EVENT_SOURCE], detail: { status: LIFECYCLE.approve.from } },
      queue: 'order-approval',
      deadLetterQueue: 'order-rules-dlq',
    },
    'close-approvals': {
      description:
        'Sends decisions on orders that waited for approval, and cancellations, to approval-closer.',
      pattern: {
        source: [EVENT_SOURCE],
        detail: {
          priority: ['high'],
          status: [...LIFECYCLE.approve.to, ...LIFECYCLE.reject.to, ...LIFECYCLE.cancel.to],
        },
      },
      queue: 'approval-decisions',
      deadLetterQueue: 'order-rules-dlq',
    },
    'notify-customers': {
      description:
        'Sends all order events except PROCESSED and FAILED to order-notifier: order-processor notifies of these two.',
      pattern: { source: [EVENT_SOURCE], detail: { status: NOTIFIED_STATUSES } },
      queue: 'order-notifications',
      deadLetterQueue: 'order-rules-dlq',
    },
    'count-order-events': {
      description: 'Sends order events of every type to order-metrics.',
      pattern: { source: [EVENT_SOURCE], detail: { orderId: [{ exists: true }] } },
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

/** A route of the platform. */
export type ApiRoute = (typeof topology.api.routes)[number];

/** A queue of the platform. */
export type QueueName = keyof typeof topology.queues;

function isKeyOf<T extends object>(record: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(record, key);
}

function namesOf<T extends object>(record: T): Extract<keyof T, string>[] {
  return Object.keys(record).filter((key) => isKeyOf(record, key));
}

export { CATALOGUE_USES, type CatalogueUse } from '@snacks/domain';
export { UNKNOWN_SNACKS, type UnknownSnacks } from '@snacks/domain/ports';

/** The environment variables of a function: its own, and the one that every function has. */
export function environmentOf(name: FunctionName): readonly EnvironmentName[] {
  return [...topology.functions[name].environment, 'LOG_SAMPLING'];
}

/** The names of all tables. */
export const TABLE_NAMES: readonly TableName[] = namesOf(topology.tables);

/** The names of all topics. */
export const TOPIC_NAMES: readonly TopicName[] = namesOf(topology.topics);

/** The names of all functions. */
export const FUNCTION_NAMES: readonly FunctionName[] = namesOf(topology.functions);

/** The names of all queues. */
export const QUEUE_NAMES: readonly QueueName[] = namesOf(topology.queues);

/** Every name that the platform uses in an account. */
export const NAMES: readonly string[] = [
  ...Object.values(topology.tables).map(({ name }) => name),
  topology.bus.name,
  topology.approvalWorkflow.name,
  ...Object.values(topology.topics).map(({ name }) => name),
  ...FUNCTION_NAMES,
  ...QUEUE_NAMES,
  ...namesOf(topology.rules),
  ...namesOf(topology.schedules),
];
