import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { isFields } from '@snacks/domain';

import { withLogContext } from '../logging/log-context.js';
import type { Logger } from '../logging/logger.js';

function isQueueRecord(record: unknown): record is SQSRecord {
  return (
    isFields(record) &&
    record.eventSource === 'aws:sqs' &&
    typeof record.messageId === 'string' &&
    typeof record.body === 'string' &&
    isFields(record.attributes)
  );
}

/** Whether an event is a batch of queue messages. */
export function isQueueBatch(event: unknown): event is SQSEvent {
  return isFields(event) && Array.isArray(event.Records) && event.Records.every(isQueueRecord);
}

/**
 * Handles all messages of a batch side by side, and answers those that failed: only they become
 * visible again.
 */
export async function processBatch(
  { Records }: SQSEvent,
  logger: Logger,
  handle: (body: string) => Promise<void>,
): Promise<SQSBatchResponse> {
  const outcomes = await Promise.all(
    Records.map(async ({ messageId, body, attributes }) => {
      const attempt = Number(attributes.ApproximateReceiveCount);
      return withLogContext({ attempt, messageId }, async () => {
        try {
          await handle(body);
          return [];
        } catch (error) {
          logger.error('message failed', { error });
          return [{ itemIdentifier: messageId }];
        }
      });
    }),
  );
  return { batchItemFailures: outcomes.flat() };
}
