import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { readBusEvent, type BusEventRefusal } from '@snacks/domain/events';
import type { Log } from './log.js';
import { receiptOf, type Receipts } from './receipts.js';

/** The part of a message that the function reads. */
export type QueueMessage = Pick<SQSRecord, 'messageId' | 'body'>;

/** What the function needs. */
export interface ReceiptArchiverDependencies {
  readonly receipts: Receipts;
  readonly log: Log;
}

/** A message may be an event, but this version of the service cannot read it. */
class EventUnreadableError extends Error {
  override readonly name = 'EventUnreadableError';

  constructor(readonly refusal: BusEventRefusal) {
    super(refusal.message);
  }
}

/**
 * Creates the function that archives a receipt of each processed order. It returns the messages that
 * failed: only they are delivered again, and after the last try the dead-letter queue keeps them.
 */
export function createReceiptArchiver({ receipts, log }: ReceiptArchiverDependencies) {
  async function archive(message: QueueMessage): Promise<void> {
    const { messageId } = message;
    const { event, refusal } = readBusEvent(message);
    if (refusal !== undefined) {
      ignoreOrThrow(messageId, refusal);
      return;
    }
    switch (event.type) {
      case 'Order Processed': {
        const receipt = receiptOf(event.detail);
        const { eventId, orderId } = receipt;
        const isNew = await receipts.add(receipt);
        log('info', isNew ? 'receipt archived' : 'receipt already archived', { eventId, orderId });
        return;
      }
      default:
        log('warn', 'event ignored', { messageId, type: event.type });
    }
  }

  /** A message that no later version can read for a receipt is done. Any other waits for an update. */
  function ignoreOrThrow(messageId: string, refusal: BusEventRefusal): void {
    switch (refusal.code) {
      case 'OTHER_SOURCE':
      case 'UNKNOWN_TYPE':
        log('warn', 'message ignored', { messageId, code: refusal.code, reason: refusal.message });
        return;
      default: // NEWER_SCHEMA_VERSION, FIELD_INVALID, NOT_AN_ENVELOPE
        throw new EventUnreadableError(refusal);
    }
  }

  return async ({
    Records,
  }: {
    readonly Records: readonly QueueMessage[];
  }): Promise<SQSBatchResponse> => {
    const failures = await Promise.all(
      Records.map(async (message) => {
        try {
          await archive(message);
          return [];
        } catch (error) {
          log('error', 'message failed', { messageId: message.messageId, ...described(error) });
          return [{ itemIdentifier: message.messageId }];
        }
      }),
    );
    return { batchItemFailures: failures.flat() };
  };
}

/** An error for the log. The message of an unknown error may quote the data of a customer. */
function described(error: unknown): Readonly<Record<string, unknown>> {
  if (error instanceof EventUnreadableError) {
    return { error: error.name, code: error.refusal.code, reason: error.message };
  }
  return { error: error instanceof Error ? error.name : typeof error };
}
