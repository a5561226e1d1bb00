import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toTimestamp } from '@snacks/domain';
import { anOrderKey } from '@snacks/domain/testing';
import {
  deadLetterQueuesContract,
  logSearchContract,
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
 * What moto 5 does not have: message move tasks, and filter patterns of more than one term. The local
 * platform's APIs of AWS have both.
 */
const NOT_IN_MOTO: ReadonlySet<string> = new Set([
  'move all messages back',
  'finds only lines that have every text',
]);

const AVAILABLE = hasMoto();
const MINUTE = 60_000;

const register: TestFunctions['it'] = it;

/** Registers the tests of a contract, without what moto does not have. */
const functions: TestFunctions = {
  describe,
  it: (title, run) => (NOT_IN_MOTO.has(title) ? undefined : register(title, run)),
};

const suite = AVAILABLE ? describe : describe.skip;

suite(
  `the operations' adapters on moto${AVAILABLE ? '' : ' (skipped: it is not installed)'}`,
  () => {
    let moto: Moto;
    let names = 0;

    beforeAll(async () => {
      acceptErrorsOfNode();
      moto = await startMoto();
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

    it('read metrics by the minute', async () => {
      const client = createCloudWatchClient(options());
      const dimension = { Name: 'stage', Value: 'test' };
      const start = Math.floor(Date.now() / MINUTE) * MINUTE - MINUTE;
      await client.send(
        new PutMetricDataCommand({
          Namespace: 'Orders',
          MetricData: [3, 4].map((Value) => ({
            MetricName: 'OrdersPlaced',
            Value,
            Timestamp: new Date(start),
            Dimensions: [dimension],
          })),
        }),
      );
      const history = new CloudWatchMetricHistory(client, {
        orders: { namespace: 'Orders', dimension },
        nameOf: (name) => name,
      });

      const [series] = await history.read(
        [{ of: 'orders', metric: 'OrdersPlaced', statistic: 'sum' }],
        toTimestamp(start),
        toTimestamp(start + 2 * MINUTE),
      );

      expect(series?.points).toEqual([{ at: toTimestamp(start), value: 7 }]);
    });

    it('find no workflow of an order that has none', async () => {
      const stateMachineArn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:approval';
      const history = new StepFunctionsWorkflowHistory(createStepFunctionsClient(options()), {
        stateMachineArn,
      });

      expect(await history.find(anOrderKey())).toBeUndefined();
    });
  },
);
