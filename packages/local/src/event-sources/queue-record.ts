import type { ReceivedMessage } from '@snacks/adapters-memory';
import { createHash } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';

import { queueArn } from '../platform/arn.js';

/** Converts a received message to the record that Lambda passes to a function. */
export function toQueueRecord(message: ReceivedMessage, queueName: string): SQSRecord {
  const { messageId, receiptHandle, body, receiveCount, sentAt, firstReceivedAt } = message;
  return {
    messageId,
    receiptHandle,
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(sentAt),
      SenderId: 'AIDALOCAL',
      ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, stringValue]) => [
        name,
        { stringValue, dataType: 'String' },
      ]),
    ),
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn(queueName),
    awsRegion: 'local',
  };
}
