import type { FunctionName, QueueName } from '@snacks/handlers';

import { nameIn } from '../../src/names.js';
import type { ExpectedAlarm } from './expected-alarm.js';

/** An alarm of which two of three datapoints are bad, five minutes each. Missing data is not a failure. */
export function persistent(
  alarm: Omit<ExpectedAlarm, 'seconds' | 'datapoints' | 'missing'> &
    Partial<Pick<ExpectedAlarm, 'missing'>>,
): ExpectedAlarm {
  return { seconds: 300, datapoints: [2, 3], missing: 'notBreaching', ...alarm };
}

/** An alarm of which one datapoint is enough: it is an order, or a version that must not stay. */
export function atOnce(alarm: Omit<ExpectedAlarm, 'datapoints' | 'missing'>): ExpectedAlarm {
  return { datapoints: [1, 1], missing: 'notBreaching', ...alarm };
}

/** The alarms on messages in dead-letter queues. */
export function deadLetters(...queues: readonly QueueName[]) {
  return (stage: string) =>
    queues.map((queue) =>
      persistent({
        metric: 'AWS/SQS ApproximateNumberOfMessagesVisible',
        dimensions: { QueueName: nameIn(stage, queue) },
        statistic: 'Maximum',
        above: 0,
      }),
    );
}

/** The alarms on messages that wait for too long, in seconds. */
export function oldMessages(above: number, ...queues: readonly QueueName[]) {
  return (stage: string) =>
    queues.map((queue) =>
      persistent({
        metric: 'AWS/SQS ApproximateAgeOfOldestMessage',
        dimensions: { QueueName: nameIn(stage, queue) },
        statistic: 'Maximum',
        above,
      }),
    );
}

/** An alarm on a metric of a function. */
export function ofFunction(
  name: FunctionName,
  alarm: Omit<Parameters<typeof persistent>[0], 'dimensions'>,
) {
  return (stage: string) => [
    persistent({ ...alarm, dimensions: { FunctionName: nameIn(stage, name) } }),
  ];
}

/** An alarm on the slowest of a hundred invocations of a function, in milliseconds. */
export function slow(stage: string, name: FunctionName, above: number): ExpectedAlarm {
  return persistent({
    metric: 'AWS/Lambda Duration',
    dimensions: { FunctionName: nameIn(stage, name) },
    statistic: 'p99',
    above,
  });
}

/** An alarm on throttled writes of a table or of one of its indexes. */
export function throttledWrites(stage: string, table: string, index?: string): ExpectedAlarm {
  return persistent({
    metric: 'AWS/DynamoDB WriteThrottleEvents',
    dimensions: {
      ...(index !== undefined && { GlobalSecondaryIndexName: index }),
      TableName: nameIn(stage, table),
    },
    statistic: 'Sum',
    above: 0,
  });
}

/** An alarm on executions of the approval workflow. */
export function executions(stage: string, metric: string): ExpectedAlarm {
  return atOnce({
    seconds: 300,
    metric: `AWS/States ${metric}`,
    dimensions: { StateMachineArn: nameIn(stage, 'order-approval') },
    statistic: 'Sum',
    above: 0,
  });
}

/** An alarm on a metric of the API. */
export function ofApi(alarm: Omit<Parameters<typeof persistent>[0], 'dimensions'>) {
  return (stage: string) => [
    persistent({
      ...alarm,
      dimensions: { ApiId: nameIn(stage, 'serverless-snacks'), Stage: '$default' },
    }),
  ];
}

/** The alarms on the version of a function that gets traffic step by step. */
export function ofNewVersion(stage: string, name: FunctionName): readonly ExpectedAlarm[] {
  const functionName = nameIn(stage, name);
  const newVersion = `the new version of ${functionName}`;
  return [
    atOnce({
      seconds: 60,
      metric: 'AWS/Lambda Errors',
      dimensions: {
        ExecutedVersion: newVersion,
        FunctionName: functionName,
        Resource: `${functionName}:live`,
      },
      statistic: 'Sum',
      above: 0,
    }),
    atOnce({
      seconds: 60,
      metric: `ServerlessSnacks/${functionName} LoggedErrors`,
      dimensions: { functionVersion: newVersion },
      statistic: 'Sum',
      above: 0,
    }),
  ];
}
