import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { isFields } from '@snacks/domain';
import { MESSAGE_FAILED, MESSAGE_GIVEN_UP } from '@snacks/operations';

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
 * Parses and handles all messages of a batch concurrently, and returns those that failed: only they
 * become visible again. Each log line has the ids of its message, if the body contains them. After the
 * last try, the log line names the dead-letter queue.
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
    logger.error(MESSAGE_FAILED, { error });
    return;
  }
  const { queue, deadLetterQueue } = redrive;
  logger.error(MESSAGE_GIVEN_UP, { queue, deadLetterQueue, error });
}

/**
 * Handles the input of an event consumer: a batch of queued events, or one event of the bus. For a
 * batch, it returns the failed messages, and the queue delivers only them again. For one event, it
 * throws the error, so that Lambda retries.
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
