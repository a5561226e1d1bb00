import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { isFields } from '@snacks/domain';

import { idsIn } from '../../observability/logging/ids-in.js';
import { addToLogContext, withLogContext } from '../../observability/logging/log-context.js';
import type { Logger } from '../../observability/logging/logger.js';
import { redriveOf } from './redrive-of.js';

function isQueueRecord(record: unknown): record is SQSRecord {
  return (
    isFields(record) &&
    record.eventSource === 'aws:sqs' &&
    typeof record.eventSourceARN === 'string' &&
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
 * Handles all messages of a batch side by side, each as the JSON that it is, and returns those that
 * failed: only they become visible again. Every line that is logged of a message has its ids, as far
 * as its body names them; a failure of the last try says that it was given up, and where it goes.
 */
export async function processBatch(
  { Records }: SQSEvent,
  logger: Logger,
  handle: (content: unknown) => Promise<void>,
): Promise<SQSBatchResponse> {
  const outcomes = await Promise.all(
    Records.map(async ({ messageId, body, attributes, eventSourceARN }) => {
      const attempt = Number(attributes.ApproximateReceiveCount);
      return withLogContext({ attempt, messageId }, async () => {
        try {
          const content: unknown = JSON.parse(body);
          addToLogContext(idsIn(content));
          await handle(content);
          return [];
        } catch (error) {
          logFailure(logger, eventSourceARN, attempt, error);
          return [{ itemIdentifier: messageId }];
        }
      });
    }),
  );
  return { batchItemFailures: outcomes.flat() };
}

function logFailure(logger: Logger, queueArn: string, attempt: number, error: unknown): void {
  const redrive = redriveOf(queueArn);
  if (redrive === undefined || attempt < redrive.maxReceiveCount) {
    logger.error('message failed', { error });
    return;
  }
  const { queue, deadLetterQueue } = redrive;
  logger.error('message given up', { queue, deadLetterQueue, error });
}

/**
 * Handles what wakes a function: a batch of queued events, or a bare event of the bus. Of a batch,
 * only the messages that failed are returned, and tried again; a bare event that fails is thrown on.
 */
export async function handleEvents(
  event: unknown,
  logger: Logger,
  handle: (envelope: unknown) => Promise<void>,
): Promise<SQSBatchResponse | undefined> {
  if (isQueueBatch(event)) return processBatch(event, logger, handle);
  addToLogContext(idsIn(event));
  await handle(event);
  return undefined;
}
