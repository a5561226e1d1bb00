import { EVENT_RECORDS_TABLE } from '@snacks/adapters-aws/event-records-table';
import { ORDERS_TABLE } from '@snacks/adapters-aws/orders-table';
import { PAYMENTS_TABLE } from '@snacks/adapters-aws/payments-table';
import { STOCK_TABLE } from '@snacks/adapters-aws/stock-table';
import { CLAIMABLE_STATUSES, EVENT_SOURCE } from '@snacks/domain';

import { API } from './api-topology.js';
import type { Topology } from './topology-description.js';

export type { Action, EnvironmentName, Resource } from './topology-description.js';

/**
 * What the platform consists of and what flows where: tables, functions, routes, queues, rules,
 * schedules, with every name and number of them. The deployed stack is built from it and the local
 * platform is wired from it, so neither can know something that the other does not.
 */

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
    eventRecords: { name: 'EventRecords', ...EVENT_RECORDS_TABLE },
  },
  bus: { name: 'serverless-snacks-orders' },
  topic: { name: 'order-notifications' },
  choices: { RETENTION_DAYS: '90', UNKNOWN_SNACKS: 'unlimited', PAYMENT_RULES: '[]' },
  functions: {
    'order-creator': {
      description: 'Takes an order: by direct invocation or POST /orders.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:PutItem': ['orders'], 'dynamodb:GetItem': ['orders'] },
      onFailure: 'order-creator-dlq',
    },
    'order-reader': {
      description: 'Answers one order.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'] },
    },
    'order-lister': {
      description: 'Answers pages of orders, newest first.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'AUTH', 'CURSOR_KEY', 'LOG_LEVEL'],
      permissions: { 'dynamodb:Query': ['orders/by-status', 'orders/by-customer'] },
    },
    'order-canceller': {
      description: 'Takes an order back.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'RETENTION_DAYS', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'], 'dynamodb:UpdateItem': ['orders'] },
    },
    'order-updater': {
      description: 'Replaces what an order asks for.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'RETENTION_DAYS', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'], 'dynamodb:UpdateItem': ['orders'] },
    },
    'order-approver': {
      description: 'Takes the decision on an order that waits for approval.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'RETENTION_DAYS', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'], 'dynamodb:UpdateItem': ['orders'] },
    },
    'order-timeline': {
      description: 'Answers every state that an order went through.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['ORDERS_TABLE_NAME', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'dynamodb:GetItem': ['orders'] },
    },
    'event-intake': {
      description: 'Takes events of foreign sources into a queue.',
      memoryMegabytes: 512,
      timeoutSeconds: 10,
      environment: ['EVENT_INTAKE_QUEUE_URL', 'AUTH', 'LOG_LEVEL'],
      permissions: { 'sqs:SendMessage': ['queue:event-intake'] },
    },
    'event-recorder': {
      description:
        'Carries out events of foreign sources: places their orders, records the others.',
      memoryMegabytes: 512,
      timeoutSeconds: 15,
      environment: ['ORDERS_TABLE_NAME', 'EVENT_RECORDS_TABLE_NAME', 'EVENT_BUS_NAME', 'LOG_LEVEL'],
      permissions: {
        'dynamodb:PutItem': ['orders', 'eventRecords'],
        'dynamodb:GetItem': ['orders', 'eventRecords'],
        'events:PutEvents': ['bus'],
      },
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
  api: API,
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
    'event-intake': {
      retentionSeconds: 4 * DAY,
      visibilityTimeoutSeconds: 90,
      redrive: { maxReceiveCount: 3, deadLetterQueue: 'event-intake-dlq' },
    },
    'event-intake-dlq': { retentionSeconds: 14 * DAY },
    'order-creator-dlq': { retentionSeconds: 14 * DAY },
    'order-sweeper-dlq': { retentionSeconds: 14 * DAY },
    'order-rules-dlq': { retentionSeconds: 14 * DAY },
    'order-stream-dlq': { retentionSeconds: 14 * DAY },
  },
  queueConsumers: [
    {
      queue: 'event-intake',
      function: 'event-recorder',
      batchSize: 10,
      maximumConcurrency: 5,
    },
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
