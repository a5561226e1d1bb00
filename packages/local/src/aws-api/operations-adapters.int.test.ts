import { once } from 'node:events';
import { createServer } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  InMemoryEventBus,
  InMemoryStateMachine,
  ManualClock,
  type TaskOutcome,
  type Timers,
} from '@snacks/adapters-memory';
import {
  CloudWatchLogSearch,
  CloudWatchMetricHistory,
  createCloudWatchClient,
  createCloudWatchLogsClient,
  SqsDeadLetterQueues,
  StepFunctionsWorkflowHistory,
} from '@snacks/adapters-aws/operations';
import { createSqsClient } from '@snacks/adapters-aws/sqs';
import { createStepFunctionsClient } from '@snacks/adapters-aws/step-functions';
import { toTimestamp } from '@snacks/domain';
import { anOrderKey } from '@snacks/domain/testing';
import { CryptoIdGenerator, topology, type FunctionName } from '@snacks/handlers';
import type { Metric } from '@snacks/operations';
import {
  deadLetterQueuesContract,
  logSearchContract,
  metricHistoryContract,
  WORKFLOW_ERROR,
  workflowHistoryContract,
  type TestFunctions,
} from '@snacks/operations/testing';

import { MetricMinutes } from '../inspection/metric-minutes.js';
import { RecentLogs } from '../inspection/recent-logs.js';
import { portOf } from '../http/server-port.js';
import { STATE_MACHINE_ARN } from '../platform/arn.js';
import { createQueues } from '../platform/queues.js';
import { SystemTimers } from '../platform/system-timers.js';
import { awsApi } from './aws-api.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const MINUTE = 60_000;

interface ServedApisOptions {
  readonly timers?: Timers;
  /** The outcome of every function of the approval workflow. */
  readonly outcome?: () => TaskOutcome;
}

/** The APIs of AWS over queues without consumers, a state machine, metrics and logs, on loopback. */
async function servedApis({
  timers = new SystemTimers(),
  outcome = () => ({ ok: true }),
}: ServedApisOptions = {}) {
  const ids = new CryptoIdGenerator();
  const logs = new RecentLogs(timers);
  const queues = createQueues({ timers, ids });
  const metricMinutes = new MetricMinutes();
  const approvals = new InMemoryStateMachine({
    definition: topology.approvalWorkflow.definition({
      deadlineHours: 24,
      functionName: (name) => name,
    }),
    timers,
    ids,
    invoke: async () => outcome(),
  });
  const bus = new InMemoryEventBus({ name: topology.bus.name, clock: timers, ids });
  const stopping = new AbortController();
  const app = awsApi({
    platform: { queues, bus, approvals, metricMinutes, flushMessages: async () => {} },
    timers,
    ids,
    logs,
    stopping: stopping.signal,
  });
  const listener = getRequestListener(app.fetch);
  const server = createServer((request, response) => void listener(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const options = {
    endpoint: `http://127.0.0.1:${portOf(server)}`,
    region: 'local',
    credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
  };
  const clients = {
    sqs: createSqsClient(options),
    logs: createCloudWatchLogsClient(options),
    metrics: createCloudWatchClient(options),
    states: createStepFunctionsClient(options),
  };
  closing.push(async () => {
    for (const client of Object.values(clients)) client.destroy();
    stopping.abort();
    approvals.stop();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { clients, logs, metricMinutes, approvals, queues };
}

const nameOf = (name: string) => name;

/**
 * What this platform does not have: ages of messages in the past, and workflows that are stopped or have
 * a time limit of their own.
 */
const NOT_ON_THIS_PLATFORM: ReadonlySet<string> = new Set([
  'has the maximum age of the oldest message of a queue',
  'has a workflow that is TIMED_OUT',
  'has a workflow that is ABORTED',
]);

const register: TestFunctions['it'] = it;

/** Registers the tests of a contract, without what this platform does not have. */
const functions: TestFunctions = {
  describe,
  it: (title, run) => (NOT_ON_THIS_PLATFORM.has(title) ? undefined : register(title, run)),
};

deadLetterQueuesContract({ describe, it }, async () => {
  const { clients } = await servedApis();
  const deadLetters = new SqsDeadLetterQueues(clients.sqs, { nameOf });
  return { deadLetters, queue: 'order-processing-dlq', source: 'order-processing' };
});

logSearchContract({ describe, it }, async (lines) => {
  const { clients, logs } = await servedApis();
  const nowhere = { write: () => {} };
  const destinationOf = (name: FunctionName) => logs.destinationFor(name, nowhere);
  for (const { service, text } of lines) destinationOf(service).write(`${text}\n`);
  return new CloudWatchLogSearch(clients.logs, {
    logGroupOf: (service) => `/aws/lambda/${service}`,
  });
});

describe('the log search in CloudWatch', () => {
  it('finds no line of a function without a log group', async () => {
    const { clients } = await servedApis();
    const search = new CloudWatchLogSearch(clients.logs, { logGroupOf: () => '/aws/lambda/gone' });

    const found = await search.find({
      texts: [],
      services: ['gone'],
      since: toTimestamp(0),
      limit: 9,
    });

    expect(found).toEqual({ lines: [], more: false });
  });
});

/** The namespace, the name and the dimension of a metric. */
function keyOf(metric: Metric): readonly string[] {
  if (metric.of === 'orders') return ['Orders', metric.metric, 'local'];
  return ['AWS/Lambda', metric.metric === 'errors' ? 'Errors' : 'Invocations', metric.name];
}

const ORDERS = { namespace: 'Orders', dimension: { Name: 'stage', Value: 'local' } };

metricHistoryContract(functions, async (values) => {
  const { clients, metricMinutes } = await servedApis();
  for (const { metric, at, value } of values) metricMinutes.add(keyOf(metric), value, at);
  return new CloudWatchMetricHistory(clients.metrics, { orders: ORDERS, nameOf });
});

describe('the metric history in CloudWatch', () => {
  it('has the age of the oldest message of a queue for the current minute', async () => {
    const timers = new ManualClock(Date.UTC(2026, 0, 1));
    const { clients, queues } = await servedApis({ timers });
    queues.get('order-processing')?.send('waiting');
    timers.advanceBy(3 * MINUTE);
    const history = new CloudWatchMetricHistory(clients.metrics, { orders: ORDERS, nameOf });

    const [series] = await history.read(
      [{ of: 'queue', name: 'order-processing', metric: 'oldestAgeSeconds' }],
      toTimestamp(timers.now()),
      toTimestamp(timers.now() + MINUTE),
    );

    expect(series?.points).toEqual([{ at: toTimestamp(timers.now()), value: 180 }]);
  });
});

workflowHistoryContract(functions, async () => {
  const timers = new ManualClock(Date.UTC(2026, 0, 1));
  let outcome: TaskOutcome = { ok: true };
  const { clients, approvals } = await servedApis({ timers, outcome: () => outcome });
  return {
    workflows: new StepFunctionsWorkflowHistory(clients.states, {
      stateMachineArn: STATE_MACHINE_ARN,
    }),
    run: async (order, until, minEvents = 0) => {
      if (until === 'FAILED') outcome = { ok: false, error: WORKFLOW_ERROR };
      approvals.startExecution(order, { orderId: order, correlationId: 'correlation-1' });
      if (until === 'SUCCEEDED') approvals.sendTaskSuccess(approvals.tokenOf(order) ?? '');
      for (;;) {
        const { status = until, history = [] } = approvals.execution(order) ?? {};
        if (status === until && history.length >= minEvents) break;
        if (status !== 'RUNNING') approvals.redriveExecution(order);
        await turn(); // the function fails
        timers.advanceBy(5 * MINUTE); // and is retried
      }
    },
    states: ['RequestApproval', 'Decided'],
  };
});

describe('the workflow history in Step Functions', () => {
  it('has the error of a step that timed out', async () => {
    const timers = new ManualClock(Date.UTC(2026, 0, 1));
    const { clients, approvals } = await servedApis({ timers });
    const order = anOrderKey();
    approvals.startExecution(order, { orderId: order, correlationId: 'correlation-1' });
    timers.advanceBy(12 * 60 * MINUTE);
    const history = new StepFunctionsWorkflowHistory(clients.states, {
      stateMachineArn: STATE_MACHINE_ARN,
    });

    const record = await history.find(order);

    expect(record?.events.slice(2)).toEqual([
      { at: expect.any(String), type: 'TaskTimedOut', error: 'States.Timeout' },
      { at: expect.any(String), type: 'TaskStateEntered', state: 'Remind' },
    ]);
  });
});
