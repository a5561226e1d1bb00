import { nameIn } from '../../src/names.js';
import { GRADUAL_FUNCTIONS } from '../../src/stack/compute/gradual-functions.js';
import type { RunbookSection } from '../../src/stack/monitoring/runbook.js';
import type { ExpectedAlarm } from './expected-alarm.js';
import {
  deadLetters,
  executions,
  ofApi,
  ofFunction,
  ofNewVersion,
  oldMessages,
  persistent,
  slow,
  throttledWrites,
} from './watching.js';

/** A way in which a guarantee of the platform can break, and the alarms that report it. */
export interface Failure {
  /** How the guarantee breaks, as a sentence. */
  readonly failure: string;
  readonly runbook: RunbookSection;
  /** Whether a stage with essential monitoring has the alarms, too. */
  readonly essential: boolean;
  /** The alarms in a stage. */
  readonly alarms: (stage: string) => readonly ExpectedAlarm[];
}

/** A guarantee to the users of the platform, and how it can break. */
export interface Guarantee {
  readonly guarantee: string;
  readonly failures: readonly Failure[];
}

/** Every guarantee that a deployed stage can break, with every alarm of the stack. */
export const GUARANTEES: readonly Guarantee[] = [
  {
    guarantee:
      'An acknowledged order is never lost: it reaches a terminal state, or is in a dead-letter queue with an alarm',
    failures: [
      {
        failure: 'An order stays in a state for too long, for whatever reason.',
        runbook: 'orders-stuck',
        essential: true,
        alarms: (stage) =>
          ['NEW', 'PENDING_APPROVAL', 'APPROVED', 'PROCESSING'].map((status) =>
            persistent({
              metric: 'ServerlessSnacks OrdersStuck',
              dimensions: { stage, status },
              statistic: 'Maximum',
              above: 0,
            }),
          ),
      },
      {
        failure: 'The sweeper is not invoked: no stuck order is noticed or sent again.',
        runbook: 'schedule-silent',
        essential: true,
        alarms: ofFunction('order-sweeper', {
          metric: 'AWS/Lambda Invocations',
          statistic: 'Sum',
          below: 1,
          missing: 'breaching',
        }),
      },
      {
        failure: 'A run of the sweeper fails three times.',
        runbook: 'dead-letters',
        essential: false,
        alarms: deadLetters('order-sweeper-dlq'),
      },
      {
        failure: 'The relay does not run, or is slower than the writes: events are late.',
        runbook: 'stream-behind',
        essential: false,
        alarms: ofFunction('order-relay', {
          metric: 'AWS/Lambda IteratorAge',
          statistic: 'Maximum',
          above: 300_000,
        }),
      },
      {
        failure: 'The relay gives a record up, or the bus refuses an event for good.',
        runbook: 'dead-letters',
        essential: true,
        alarms: deadLetters('order-stream-dlq'),
      },
      {
        failure: 'The bus cannot deliver an event to its queue.',
        runbook: 'dead-letters',
        essential: true,
        alarms: deadLetters('order-rules-dlq'),
      },
      {
        failure: 'A consumer does not run, or is slower than its queue.',
        runbook: 'old-messages',
        essential: false,
        alarms: oldMessages(
          900,
          'order-processing',
          'order-approval',
          'approval-decisions',
          'order-notifications',
          'order-metrics',
          'event-ingestion',
        ),
      },
      {
        failure: 'An order, or an external event that got a 202, fails on every try.',
        runbook: 'dead-letters',
        essential: true,
        alarms: deadLetters('order-processing-dlq', 'event-ingestion-dlq'),
      },
      {
        failure:
          'The start or the end of an approval workflow, a notification or a metric fails on every try.',
        runbook: 'dead-letters',
        essential: false,
        alarms: deadLetters(
          'order-approval-dlq',
          'approval-decisions-dlq',
          'order-notifications-dlq',
          'order-metrics-dlq',
        ),
      },
      {
        failure: 'An asynchronous invocation of order-creator, which Lambda acknowledged, fails.',
        runbook: 'dead-letters',
        essential: true,
        alarms: deadLetters('order-creator-dlq'),
      },
      {
        failure: 'The approval workflow of an order fails, or is stopped by hand.',
        runbook: 'approval-failures',
        essential: false,
        alarms: (stage) => [
          executions(stage, 'ExecutionsFailed'),
          executions(stage, 'ExecutionsAborted'),
        ],
      },
      {
        failure:
          'DynamoDB throttles the writes of an order: a hot partition of a table or an index.',
        runbook: 'store-errors',
        essential: false,
        alarms: (stage) => [
          throttledWrites(stage, 'Orders'),
          throttledWrites(stage, 'Orders', 'by-status'),
          throttledWrites(stage, 'Orders', 'by-customer'),
          throttledWrites(stage, 'Stock'),
          throttledWrites(stage, 'Payments'),
        ],
      },
      {
        failure: 'The stock item of a snack takes no further reservation: its orders wait.',
        runbook: 'stock-full',
        essential: false,
        alarms: (stage) => [
          persistent({
            metric: `ServerlessSnacks/${nameIn(stage, 'order-processor')} StockFull`,
            dimensions: {},
            statistic: 'Sum',
            above: 0,
          }),
        ],
      },
      {
        failure: 'Lambda has no concurrency left for a function.',
        runbook: 'function-throttled',
        essential: false,
        alarms: () => [
          persistent({
            metric: 'AWS/Lambda Throttles',
            dimensions: {},
            statistic: 'Sum',
            above: 0,
          }),
        ],
      },
      {
        failure: 'The work of a function without a caller grows towards its timeout.',
        runbook: 'function-slow',
        essential: false,
        alarms: (stage) => [
          slow(stage, 'order-relay', 24_000),
          slow(stage, 'order-processor', 12_000),
          slow(stage, 'order-sweeper', 96_000),
        ],
      },
    ],
  },
  {
    guarantee: 'A client gets a clear response, at once',
    failures: [
      {
        failure: 'More than one in a hundred responses of the API is a 5xx.',
        runbook: 'api-errors',
        essential: true,
        alarms: ofApi({ metric: 'AWS/ApiGateway 5xx', statistic: 'Average', above: 0.01 }),
      },
      {
        failure: 'One in a hundred responses of the API takes more than two seconds.',
        runbook: 'api-slow',
        essential: false,
        alarms: ofApi({ metric: 'AWS/ApiGateway Latency', statistic: 'p99', above: 2_000 }),
      },
      {
        failure: 'More than one in a hundred invocations of order-creator fails, also direct ones.',
        runbook: 'function-failing',
        essential: false,
        alarms: ofFunction('order-creator', {
          metric: 'AWS/Lambda Errors',
          statistic: 'Average',
          above: 0.01,
        }),
      },
    ],
  },
];

/** What only a stage that rolls releases out step by step guarantees. */
export const ROLLOUT_GUARANTEE: Guarantee = {
  guarantee: 'A release that fails is rolled back',
  failures: [
    {
      failure: 'Invocations of the new version fail, or it logs errors while it gets traffic.',
      runbook: 'rollout',
      essential: true,
      alarms: (stage) => GRADUAL_FUNCTIONS.flatMap((name) => ofNewVersion(stage, name)),
    },
  ],
};
