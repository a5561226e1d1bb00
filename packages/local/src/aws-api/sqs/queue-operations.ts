import type { InMemoryQueue } from '@snacks/adapters-memory';

import { ACCOUNT, queueArn } from '../../platform/arn.js';
import { AwsApiError } from '../aws-api-error.js';
import type { Operations } from '../operation.js';
import { Parameters } from '../parameters.js';
import type { NewQueue, ServedQueues } from './served-queues.js';

const SECOND = 1_000;
const DAY = 86_400;
const QUEUE_NAME = /^[A-Za-z0-9_-]{1,80}$/;

/** SQS's defaults for attributes that are left out. In seconds. */
const DEFAULTS: NewQueue = { visibilityTimeout: 30, retention: 4 * DAY };

/** The operations on queues. */
export function queueOperations(queues: ServedQueues): Operations {
  return {
    ListQueues: {
      parameters: ['QueueNamePrefix', 'MaxResults'],
      run: (parameters, { origin }) => {
        const prefix = parameters.optionalText('QueueNamePrefix') ?? '';
        const matching = queues.all.filter(({ name }) => name.startsWith(prefix));
        return { QueueUrls: matching.map((queue) => urlOf(queue, origin)) };
      },
    },
    GetQueueUrl: {
      parameters: ['QueueName', 'QueueOwnerAWSAccountId'],
      run: (parameters, { origin }) => ({
        QueueUrl: urlOf(queues.get(parameters.text('QueueName')), origin),
      }),
    },
    GetQueueAttributes: {
      parameters: ['QueueUrl', 'AttributeNames'],
      run: (parameters) => {
        const attributes = attributesOf(queues.get(parameters.text('QueueUrl')));
        return { Attributes: pick(attributes, parameters.texts('AttributeNames')) };
      },
    },
    CreateQueue: {
      // Every program on this machine has full access, so policy and encryption have no effect.
      parameters: ['QueueName', 'Attributes', 'tags'],
      run: (parameters, { origin }) => {
        const name = parameters.text('QueueName');
        if (!QUEUE_NAME.test(name)) {
          throw new AwsApiError(
            'InvalidParameterValue',
            'A queue name has 1 to 80 letters, digits, hyphens and underscores. FIFO queues are not supported.',
          );
        }
        const wanted = readAttributes(parameters.map('Attributes'));
        const existing = queues.find(name);
        if (existing !== undefined && !hasSettings(existing, wanted)) {
          throw new AwsApiError('QueueNameExists', `${name} already exists with other attributes.`);
        }
        return { QueueUrl: urlOf(existing ?? queues.create(name, wanted), origin) };
      },
    },
    DeleteQueue: {
      parameters: ['QueueUrl'],
      run: (parameters) => {
        queues.delete(parameters.text('QueueUrl'));
        return {};
      },
    },
  };
}

function urlOf({ name }: InMemoryQueue, origin: string): string {
  return `${origin}/${ACCOUNT}/${name}`;
}

/** A queue's attributes in the form of SQS: all texts. */
function attributesOf({ name, depth, settings }: InMemoryQueue): Readonly<Record<string, string>> {
  const { visibilityTimeout, retention, redrive } = settings;
  return {
    QueueArn: queueArn(name),
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: '0',
    VisibilityTimeout: String(visibilityTimeout / SECOND),
    MessageRetentionPeriod: String(retention / SECOND),
    ...(redrive !== undefined && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queueArn(redrive.deadLetterQueue.name),
        maxReceiveCount: redrive.maxReceiveCount,
      }),
    }),
  };
}

function pick(
  attributes: Readonly<Record<string, string>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  if (names.includes('All')) return attributes;
  const known = new Set([...Object.keys(attributes), 'RedrivePolicy', 'Policy']);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new AwsApiError('InvalidAttributeName', `Unsupported attribute ${unknown}.`);
  }
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}

function readAttributes(given: Readonly<Record<string, unknown>>): NewQueue {
  const texts = new Parameters(given, [
    'VisibilityTimeout',
    'MessageRetentionPeriod',
    'Policy',
    'SqsManagedSseEnabled',
  ]);
  const numbers = new Parameters(
    Object.fromEntries(
      ['VisibilityTimeout', 'MessageRetentionPeriod'].map((name) => {
        const text = texts.optionalText(name);
        return [name, text === undefined || !/^\d+$/.test(text) ? text : Number(text)];
      }),
    ),
    ['VisibilityTimeout', 'MessageRetentionPeriod'],
  );
  return {
    visibilityTimeout:
      numbers.optionalNumber('VisibilityTimeout', { from: 0, to: 43_200 }) ??
      DEFAULTS.visibilityTimeout,
    retention:
      numbers.optionalNumber('MessageRetentionPeriod', { from: 60, to: 14 * DAY }) ??
      DEFAULTS.retention,
  };
}

function hasSettings({ settings }: InMemoryQueue, wanted: NewQueue): boolean {
  return (
    settings.visibilityTimeout === wanted.visibilityTimeout * SECOND &&
    settings.retention === wanted.retention * SECOND
  );
}
