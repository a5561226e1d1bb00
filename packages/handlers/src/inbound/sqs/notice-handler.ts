import type { SQSBatchResponse } from 'aws-lambda';

import type { LambdaHandler } from '../lambda-handler.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import { readOrderNotice, type OrderNotice } from './order-notice.js';
import { handleEvents } from './queue-batch.js';

/**
 * A handler that is woken by a batch of queued order events, or by a bare event of the bus. Of a
 * batch, only the messages that failed are returned, and tried again; a bare event that fails is
 * thrown on.
 */
export function createNoticeHandler(
  logger: Logger,
  handle: (notice: OrderNotice) => Promise<void>,
): LambdaHandler<SQSBatchResponse | undefined> {
  return logged(logger, async (event) =>
    handleEvents(event, logger, async (envelope) => handle(readOrderNotice(envelope))),
  );
}
