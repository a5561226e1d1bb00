import { once } from 'node:events';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { afterEach, describe, expect, it } from '@jest/globals';
import { InMemoryEventBus, InMemoryStateMachine } from '@snacks/adapters-memory';
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
import { deadLetterQueuesContract, logSearchContract } from '@snacks/operations/testing';

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

/** The APIs of AWS over queues without consumers, a state machine, metrics and logs, on loopback. */
async function servedApis() {
  const timers = new SystemTimers();
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
    invoke: async () => ({ ok: true }),
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

describe('the metric history in CloudWatch', () => {
  it('reads the metrics of orders, functions and queues by the minute', async () => {
    const { clients, metricMinutes, queues } = await servedApis();
    const start = Math.floor(Date.now() / MINUTE) * MINUTE - 2 * MINUTE;
    for (const [minute, value] of [
      [0, 10],
      [0, 30],
      [1, 20],
    ] as const) {
      metricMinutes.add(['Orders', 'TimeToProcessed', 'local'], value, start + minute * MINUTE);
    }
    metricMinutes.add(['AWS/Lambda', 'Errors', 'order-relay'], 1, start);
    queues.get('order-processing')?.send('waiting');
    const history = new CloudWatchMetricHistory(clients.metrics, {
      orders: { namespace: 'Orders', dimension: { Name: 'stage', Value: 'local' } },
      nameOf,
    });

    const series = await history.read(
      [
        { of: 'orders', metric: 'TimeToProcessed', statistic: 'sum' },
        { of: 'orders', metric: 'TimeToProcessed', statistic: 'p50' },
        { of: 'function', name: 'order-relay', metric: 'errors' },
        { of: 'function', name: 'order-relay', metric: 'invocations' },
        { of: 'queue', name: 'order-processing', metric: 'oldestAgeSeconds' },
      ],
      toTimestamp(start),
      toTimestamp(start + 3 * MINUTE),
    );

    const values = series.map(({ points }) => points.map(({ value }) => value));
    expect(values).toEqual([[40, 20], [10, 20], [1], [], [0]]);
    expect(series[0]?.points.map(({ at }) => at)).toEqual([
      toTimestamp(start),
      toTimestamp(start + MINUTE),
    ]);
  });
});

describe('the workflow history in Step Functions', () => {
  it('reads the state and the course of the workflow of an order', async () => {
    const { clients, approvals } = await servedApis();
    const order = anOrderKey();
    approvals.startExecution(order, { orderId: order, correlationId: 'correlation-1' });
    const history = new StepFunctionsWorkflowHistory(clients.states, {
      stateMachineArn: STATE_MACHINE_ARN,
    });

    expect(await history.find(order)).toEqual({
      status: 'RUNNING',
      startedAt: expect.any(String),
      events: [
        { at: expect.any(String), type: 'ExecutionStarted' },
        { at: expect.any(String), type: 'TaskStateEntered', state: 'RequestApproval' },
      ],
    });
    expect(await history.find(anOrderKey())).toBeUndefined();
  });

  it('reads the end of a workflow', async () => {
    const { clients, approvals } = await servedApis();
    const order = anOrderKey();
    approvals.startExecution(order, { orderId: order, correlationId: 'correlation-1' });
    approvals.sendTaskSuccess(approvals.tokenOf(order) ?? '');
    const history = new StepFunctionsWorkflowHistory(clients.states, {
      stateMachineArn: STATE_MACHINE_ARN,
    });

    const record = await history.find(order);

    expect(record).toMatchObject({ status: 'SUCCEEDED', stoppedAt: expect.any(String) });
    expect(record?.events.at(-1)?.type).toBe('ExecutionSucceeded');
  });
});
