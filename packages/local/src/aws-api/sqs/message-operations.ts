import { createHash } from 'node:crypto';
import {
  MessageContentsError,
  MessageTooLargeError,
  type InMemoryQueue,
  type MessageAttributes,
  type Timers,
} from '@snacks/adapters-memory';
import { isFields } from '@snacks/domain';
import type { SQSRecord } from 'aws-lambda';

import { toQueueRecord } from '../../event-sources/queue-record.js';
import { AwsApiError } from '../aws-api-error.js';
import type { Operations } from '../operation.js';
import type { Parameters } from '../parameters.js';
import { receiveWithin } from './receive-within.js';
import type { ServedQueues } from './served-queues.js';

const SECOND = 1_000;
const VISIBILITY = { from: 0, to: 43_200 };

/** The operations on the messages of a queue. */
export function messageOperations(queues: ServedQueues, timers: Timers): Operations {
  return {
    SendMessage: {
      parameters: ['QueueUrl', 'MessageBody', 'DelaySeconds', 'MessageAttributes'],
      run: (parameters) => {
        const queue = queues.get(parameters.text('QueueUrl'));
        parameters.optionalNumber('DelaySeconds', { from: 0, to: 0 });
        const body = parameters.text('MessageBody');
        const messageId = send(queue, body, readAttributes(parameters));
        return {
          MessageId: messageId,
          MD5OfMessageBody: createHash('md5').update(body).digest('hex'),
        };
      },
    },
    ReceiveMessage: {
      parameters: [
        'QueueUrl',
        'MaxNumberOfMessages',
        'VisibilityTimeout',
        'WaitTimeSeconds',
        'AttributeNames',
        'MessageSystemAttributeNames',
        'MessageAttributeNames',
      ],
      run: async (parameters, { signal }) => {
        const queue = queues.get(parameters.text('QueueUrl'));
        const max = parameters.optionalNumber('MaxNumberOfMessages', { from: 1, to: 10 }) ?? 1;
        const wait = parameters.optionalNumber('WaitTimeSeconds', { from: 0, to: 20 }) ?? 0;
        const attributeNames = [
          ...parameters.texts('AttributeNames'),
          ...parameters.texts('MessageSystemAttributeNames'),
        ];
        const messageAttributeNames = parameters.texts('MessageAttributeNames');
        const hiddenFor = parameters.optionalNumber('VisibilityTimeout', VISIBILITY);
        const messages = await receiveWithin(wait * SECOND, {
          queue,
          max,
          visibilityTimeout: hiddenFor === undefined ? undefined : hiddenFor * SECOND,
          timers,
          signal,
        });
        return {
          Messages: messages.map((message) =>
            toMessage(toQueueRecord(message, queue.name), attributeNames, messageAttributeNames),
          ),
        };
      },
    },
    DeleteMessage: {
      parameters: ['QueueUrl', 'ReceiptHandle'],
      run: (parameters) => {
        const { queue, receiptHandle } = readReceipt(parameters, queues);
        queue.delete(receiptHandle); // as in SQS, deleting a message twice is no error
        return {};
      },
    },
    ChangeMessageVisibility: {
      parameters: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'],
      run: (parameters) => {
        const { queue, receiptHandle } = readReceipt(parameters, queues);
        const seconds = parameters.optionalNumber('VisibilityTimeout', VISIBILITY);
        if (seconds === undefined) {
          throw new AwsApiError('MissingParameter', 'VisibilityTimeout is missing.');
        }
        if (!queue.changeVisibility(receiptHandle, seconds * SECOND)) {
          throw new AwsApiError(
            'MessageNotInflight',
            'The message is not in flight.',
            'AWS.SimpleQueueService.MessageNotInflight',
          );
        }
        return {};
      },
    },
  };
}

function send(queue: InMemoryQueue, body: string, attributes: MessageAttributes): string {
  try {
    return queue.send(body, attributes);
  } catch (error) {
    if (error instanceof MessageTooLargeError) {
      throw new AwsApiError('InvalidParameterValue', error.message);
    }
    if (error instanceof MessageContentsError) {
      throw new AwsApiError('InvalidMessageContents', error.message);
    }
    throw error;
  }
}

function readReceipt(
  parameters: Parameters,
  queues: ServedQueues,
): { readonly queue: InMemoryQueue; readonly receiptHandle: string } {
  const queue = queues.get(parameters.text('QueueUrl'));
  const receiptHandle = parameters.text('ReceiptHandle');
  if (!receiptHandle.startsWith(`${queue.name}#`)) {
    throw new AwsApiError(
      'ReceiptHandleIsInvalid',
      `The receipt handle does not belong to ${queue.name}.`,
    );
  }
  return { queue, receiptHandle };
}

function readAttributes(parameters: Parameters): MessageAttributes {
  return Object.fromEntries(
    Object.entries(parameters.map('MessageAttributes')).map(([name, value]) => {
      if (isFields(value) && value.DataType === 'String' && typeof value.StringValue === 'string') {
        return [name, value.StringValue];
      }
      throw new AwsApiError(
        'InvalidParameterValue',
        `${name} must be a String with a StringValue.`,
      );
    }),
  );
}

/** Converts a message to the form of SQS, with the requested attributes. */
function toMessage(
  record: SQSRecord,
  attributeNames: readonly string[],
  messageAttributeNames: readonly string[],
): object {
  const attributes = pick({ ...record.attributes }, attributeNames);
  const messageAttributes = pick(record.messageAttributes, messageAttributeNames);
  return {
    MessageId: record.messageId,
    ReceiptHandle: record.receiptHandle,
    MD5OfBody: record.md5OfBody,
    Body: record.body,
    ...(attributes.length > 0 && { Attributes: Object.fromEntries(attributes) }),
    ...(messageAttributes.length > 0 && {
      MessageAttributes: Object.fromEntries(
        messageAttributes.map(([name, { stringValue, dataType }]) => [
          name,
          { StringValue: stringValue, DataType: dataType },
        ]),
      ),
    }),
  };
}

function pick<T>(fields: Readonly<Record<string, T>>, names: readonly string[]): [string, T][] {
  return Object.entries(fields).filter(([name]) => names.includes('All') || names.includes(name));
}
