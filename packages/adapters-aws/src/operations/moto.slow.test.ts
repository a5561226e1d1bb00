import { PutMetricDataCommand, type Dimension } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { MAX_WORKFLOW_EVENTS, type Metric, type WorkflowStatus } from '@snacks/operations';
import {
  deadLetterQueuesContract,
  logSearchContract,
  metricHistoryContract,
  WORKFLOW_ERROR,
  workflowHistoryContract,
  type TestFunctions,
} from '@snacks/operations/testing';

import { hasMoto, startMoto, type Moto } from '../../test/moto.js';
import { acceptErrorsOfNode } from '../../test/one-realm.js';
import { createSqsClient } from '../sqs/client.js';
import { createStepFunctionsClient } from '../step-functions/client.js';
import { createCloudWatchClient, createCloudWatchLogsClient } from './clients.js';
import { CloudWatchLogSearch } from './cloudwatch-log-search.js';
import { CloudWatchMetricHistory } from './cloudwatch-metric-history.js';
import { SqsDeadLetterQueues } from './sqs-dead-letter-queues.js';
import { StepFunctionsWorkflowHistory } from './step-functions-workflow-history.js';

/**
 * What moto 5 does not have: message move tasks, filter patterns of more than one term, percentiles, and
 * pages of a workflow's course (one of 1,000 events takes it 15 seconds). The local platform's APIs of AWS
 * have all of them.
 */
const NOT_IN_MOTO: ReadonlySet<string> = new Set([
  'move all messages back',
  'finds only lines that have every text',
  'has percentiles of the values of a minute',
  `has the first ${MAX_WORKFLOW_EVENTS} events of a long course`,
]);

const AVAILABLE = hasMoto();
const register: TestFunctions['it'] = it;

/** Registers the tests of a contract, without what moto does not have. */
const functions: TestFunctions = {
  describe,
  it: (title, run) => (NOT_IN_MOTO.has(title) ? undefined : register(title, run)),
};

/** The metric as CloudWatch names it. */
function motoMetric(metric: Metric, dimension: Dimension, nameOf: (name: string) => string) {
  switch (metric.of) {
    case 'orders':
      return { Namespace: 'Orders', MetricName: metric.metric, Dimensions: [dimension] };
    case 'function':
      return {
        Namespace: 'AWS/Lambda',
        MetricName: metric.metric === 'errors' ? 'Errors' : 'Invocations',
        Dimensions: [{ Name: 'FunctionName', Value: nameOf(metric.name) }],
      };
    default:
      return {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateAgeOfOldestMessage',
        Dimensions: [{ Name: 'QueueName', Value: nameOf(metric.name) }],
      };
  }
}

/** The ARN of the state machine of a test. */
function machineArn(test: number): string {
  return `arn:aws:states:eu-central-1:123456789012:stateMachine:approval-${test}`;
}

/** A workflow that soon has this status. */
function workflowThatIs(status: WorkflowStatus) {
  const End =
    status === 'SUCCEEDED'
      ? { Type: 'Succeed' }
      : status === 'FAILED'
        ? { Type: 'Fail', Error: WORKFLOW_ERROR }
        : { Type: 'Wait', Seconds: 1, Next: 'End' }; // moto may notice a stop only after a wait
  return {
    StartAt: 'Start',
    States: { Start: { Type: 'Pass', Next: 'End' }, End },
    ...(status === 'TIMED_OUT' && { TimeoutSeconds: 1 }),
  };
}

const suite = AVAILABLE ? describe : describe.skip;

suite(
  `the operations' adapters on moto${AVAILABLE ? '' : ' (skipped: it is not installed)'}`,
  () => {
    let moto: Moto;
    let names = 0;

    beforeAll(async () => {
      acceptErrorsOfNode();
      moto = await startMoto();
      // Without it, moto only pretends to run state machines.
      const body = JSON.stringify({ stepfunctions: { execute_state_machine: true } });
      await fetch(`${moto.endpoint}/moto-api/config`, { method: 'POST', body });
    });

    afterAll(async () => moto.stop());

    const options = () => ({
      endpoint: moto.endpoint,
      region: 'eu-central-1',
      credentials: async () => ({ accessKeyId: 'test', secretAccessKey: 'test' }),
      requestTimeout: 20_000,
    });

    deadLetterQueuesContract(functions, async () => {
      names += 1;
      const client = createSqsClient(options());
      const [queue, source] = [`source-${names}-dlq`, `source-${names}`];
      const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: queue }));
      const { Attributes } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      const deadLetterTargetArn = Attributes?.QueueArn;
      const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 });
      await client.send(
        new CreateQueueCommand({ QueueName: source, Attributes: { RedrivePolicy } }),
      );
      const deadLetters = new SqsDeadLetterQueues(client, { nameOf: (name) => name });
      return { deadLetters, queue, source };
    });

    logSearchContract(functions, async (lines) => {
      names += 1;
      const client = createCloudWatchLogsClient(options());
      const groupOf = (service: string, run = names) => `/aws/lambda/${service}-${run}`;
      const run = names;
      for (const service of new Set(lines.map((line) => line.service))) {
        const logGroupName = groupOf(service);
        const logStreamName = 'stream';
        await client.send(new CreateLogGroupCommand({ logGroupName }));
        await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
        const logEvents = lines
          .filter((line) => line.service === service)
          .map(({ text }) => ({ timestamp: Date.now(), message: text }));
        await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
      }
      return new CloudWatchLogSearch(client, { logGroupOf: (service) => groupOf(service, run) });
    });

    metricHistoryContract(functions, async (values) => {
      names += 1;
      const client = createCloudWatchClient(options());
      const dimension = { Name: 'stage', Value: `test-${names}` };
      const nameOf = (name: string) => `${name}-${dimension.Value}`;
      for (const { metric, at, value } of values) {
        const { Namespace, MetricName, Dimensions } = motoMetric(metric, dimension, nameOf);
        const datum = { MetricName, Dimensions, Value: value, Timestamp: new Date(at) };
        await client.send(new PutMetricDataCommand({ Namespace, MetricData: [datum] }));
      }
      return new CloudWatchMetricHistory(client, {
        orders: { namespace: 'Orders', dimension },
        nameOf,
      });
    });

    workflowHistoryContract(functions, async () => {
      const client = createStepFunctionsClient(options());
      // moto runs one workflow at a time.
      await client.send(new DeleteStateMachineCommand({ stateMachineArn: machineArn(names) }));
      names += 1;
      const [test, stateMachineArn] = [names, machineArn(names)];
      return {
        workflows: new StepFunctionsWorkflowHistory(client, { stateMachineArn }),
        run: async (order, until) => {
          await client.send(
            new CreateStateMachineCommand({
              name: `approval-${test}`,
              roleArn: 'arn:aws:iam::123456789012:role/approval',
              definition: JSON.stringify(workflowThatIs(until)),
            }),
          );
          const { executionArn = '' } = await client.send(
            new StartExecutionCommand({ stateMachineArn, name: order }),
          );
          // moto starts an execution in a thread of its own, which would go on after an earlier stop.
          for (let events = 0; events === 0;) {
            const history = await client.send(new GetExecutionHistoryCommand({ executionArn }));
            events = history.events?.length ?? 0;
          }
          if (until === 'ABORTED') await client.send(new StopExecutionCommand({ executionArn }));
          for (let status; status !== until;) {
            ({ status } = await client.send(new DescribeExecutionCommand({ executionArn })));
          }
        },
        states: ['Start', 'End'],
      };
    });
  },
);
