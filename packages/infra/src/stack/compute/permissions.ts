import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import {
  FUNCTION_NAMES,
  QUEUE_NAMES,
  TABLE_NAMES,
  TOPIC_NAMES,
  topology,
  type FunctionName,
} from '@snacks/handlers';
import type { Construct } from 'constructs';

import type { EventQueues } from '../messaging/event-queues.js';
import type { OrderStore } from '../storage/order-store.js';
import { logGroupIn, nameIn } from '../../names.js';
import type { NotificationTopics } from '../messaging/notification-topics.js';

/** The resources that functions get permissions on. */
export interface Resources {
  readonly stage: string;
  /** The key of tables, topics and logs; `undefined` if AWS owns it. */
  readonly key: IKey | undefined;
  readonly store: OrderStore;
  readonly bus: IEventBus;
  readonly queues: EventQueues;
  readonly topics: NotificationTopics;
  /** The ARN of the state machine, which is created after the functions. */
  readonly approvalWorkflowArn: string;
}

/**
 * All permissions of a function: those of the topology, those that Lambda needs for its event sources
 * and its dead letters, and those for its own logs and traces.
 */
export function statementsOf(
  scope: Construct,
  name: FunctionName,
  resources: Resources,
  logGroup: ILogGroup,
): PolicyStatement[] {
  return [
    ...permittedCalls(scope, name, resources),
    ...keyUse(scope, name, resources),
    ...eventSources(name, resources),
    ...deadLetters(name, resources),
    new PolicyStatement({
      sid: 'Logs',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn], // ends with :*, which covers the log streams
    }),
    new PolicyStatement({
      sid: 'Traces',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'], // the actions do not support resource ARNs
    }),
  ];
}

/** The resources with a wildcard in a function's permissions, as cdk-nag writes them, each with its reason. */
export function wildcardsOf(
  name: FunctionName,
  stage: string,
): readonly { readonly resource: string; readonly reason: string }[] {
  const { permissions } = topology.functions[name];
  const resources = new Set<string>(Object.values(permissions).flatMap((on = []) => on));
  return [
    {
      resource: '*',
      reason: "The actions of X-Ray and CloudWatch's metrics do not support resource ARNs.",
    },
    ...(resources.has('approval-workflow/executions')
      ? [
          {
            resource: everythingBelow(
              'states',
              `execution:${nameIn(stage, topology.approvalWorkflow.name)}`,
            ),
            reason: 'Executions are named after orders. The wildcard covers those of one workflow.',
          },
        ]
      : []),
    ...(resources.has('log-groups')
      ? FUNCTION_NAMES.map((one) => ({
          resource: everythingBelow('logs', `log-group:${logGroupIn(stage, one)}`),
          reason: 'The wildcard covers the log streams of one log group.',
        }))
      : []),
  ];
}

function everythingBelow(service: string, resource: string): string {
  return `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${resource}:*`;
}

/** One statement for all actions on the same resources: the size of a policy is limited. */
function permittedCalls(
  scope: Construct,
  name: FunctionName,
  resources: Resources,
): PolicyStatement[] {
  const byResources = new Map<string, { actions: string[]; arns: readonly string[] }>();
  for (const [action, on = []] of Object.entries(topology.functions[name].permissions)) {
    const key = on.join(' ');
    const arns = on.flatMap((resource) => arnsOf(scope, resource, resources));
    const statement = byResources.get(key) ?? { actions: [], arns };
    statement.actions.push(action);
    byResources.set(key, statement);
  }
  return Array.from(
    byResources.values(),
    ({ actions, arns }) => new PolicyStatement({ actions, resources: [...arns] }),
  );
}

function arnsOf(scope: Construct, resource: string, resources: Resources): readonly string[] {
  if (resource === 'metrics') return ['*']; // the actions do not support resource ARNs
  if (resource !== 'log-groups') return [arnOf(resource, resources)];
  const stack = Stack.of(scope);
  return FUNCTION_NAMES.map((name) =>
    stack.formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: `${logGroupIn(resources.stage, name)}:*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
}

function arnOf(resource: string, resources: Resources): string {
  const { store, bus, topics, queues, approvalWorkflowArn } = resources;
  if (resource === 'bus') return bus.eventBusArn;
  if (resource === 'approval-workflow') return approvalWorkflowArn;
  if (resource === 'approval-workflow/executions') {
    return `${approvalWorkflowArn.replace(':stateMachine:', ':execution:')}:*`;
  }
  const topicName = TOPIC_NAMES.find((known) => resource === `topic/${known}`);
  if (topicName !== undefined) return topics.topic(topicName).topicArn;
  const queueName = QUEUE_NAMES.find((known) => `queue:${known}` === resource);
  if (queueName !== undefined) return queues.queue(queueName).queueArn;
  const [name, indexName] = resource.split('/');
  const tableName = TABLE_NAMES.find((known) => known === name);
  if (tableName === undefined) throw new Error(`The stack has no resource ${resource}.`);
  const { tableArn } = store.table(tableName);
  return indexName === undefined ? tableArn : `${tableArn}/index/${indexName}`;
}

/** DynamoDB and SNS use a customer managed key only if their caller may use it. */
function keyUse(scope: Construct, name: FunctionName, { key }: Resources): PolicyStatement[] {
  if (key === undefined) return [];
  const calls = Object.keys(topology.functions[name].permissions);
  const callsService = (service: string) =>
    calls.some((action) => action.startsWith(`${service}:`));
  const use = (sid: string, service: string, actions: string[]) =>
    new PolicyStatement({
      sid,
      actions,
      resources: [key.keyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': `${service}.${Stack.of(scope).region}.amazonaws.com` },
      },
    });
  const isRelay = topology.streamConsumer.function === name;
  return [
    ...(callsService('dynamodb') || isRelay ? [use('TableKey', 'dynamodb', ['kms:Decrypt'])] : []),
    ...(callsService('sns')
      ? [use('TopicKey', 'sns', ['kms:Decrypt', 'kms:GenerateDataKey'])]
      : []),
  ];
}

function eventSources(name: FunctionName, { queues, store }: Resources): PolicyStatement[] {
  const { streamConsumer, queueConsumers } = topology;
  const consumed = queueConsumers.filter((consumer) => consumer.function === name);
  const streamArn = store.table(streamConsumer.table).tableStreamArn;
  return [
    ...consumed.map(
      ({ queue }) =>
        new PolicyStatement({
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          resources: [queues.queue(queue).queueArn],
        }),
    ),
    ...(streamConsumer.function === name && streamArn !== undefined
      ? [
          new PolicyStatement({
            actions: [
              'dynamodb:DescribeStream',
              'dynamodb:GetRecords',
              'dynamodb:GetShardIterator',
            ],
            resources: [streamArn],
          }),
          new PolicyStatement({
            actions: ['dynamodb:ListStreams'],
            resources: ['*'], // the action does not support resource ARNs
          }),
        ]
      : []),
  ];
}

function deadLetters(name: FunctionName, { queues }: Resources): PolicyStatement[] {
  const { onFailure } = topology.functions[name];
  const { streamConsumer } = topology;
  const targets = [
    ...(onFailure === undefined ? [] : [onFailure]),
    ...(streamConsumer.function === name ? [streamConsumer.deadLetterQueue] : []),
  ];
  return targets.map(
    (target) =>
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [queues.queue(target).queueArn],
      }),
  );
}
