import type { SQSBatchResponse } from 'aws-lambda';

import type { LambdaHandler } from '../lambda-handler.js';
import { withLogContext } from '../logging/log-context.js';
import { logged } from '../logging/logged.js';
import type { Logger } from '../logging/logger.js';
import { readOrderNotice, type OrderNotice } from './order-notice.js';
import { isQueueBatch, processBatch } from './queue-batch.js';

export interface NoticeHandlerOptions {
  readonly logger: Logger;
  /** What is logged, with the order, where handling a notice fails. */
  readonly failure: string;
  readonly handle: (notice: OrderNotice) => Promise<void>;
}

/**
 * A handler that is woken by a batch of queued order events, or by a bare event of the bus. Of a
 * batch, only the messages that failed are answered, and tried again; a bare event that fails is
 * thrown on.
 */
export function createNoticeHandler({
  logger,
  failure,
  handle,
}: NoticeHandlerOptions): LambdaHandler<SQSBatchResponse | undefined> {
  async function take(envelope: unknown): Promise<void> {
    const notice = readOrderNotice(envelope);
    await withLogContext({ ...notice }, async () => {
      try {
        await handle(notice);
      } catch (error) {
        logger.warn(failure); // the error itself is told by whoever handles it
        throw error;
      }
    });
  }

  return logged(logger, async (event) => {
    if (isQueueBatch(event)) {
      return processBatch(event, logger, async (body) => take(JSON.parse(body)));
    }
    await take(event);
    return undefined;
  });
}
