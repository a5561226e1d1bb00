import type { OrderNotice } from '@snacks/domain/events';
import type { SQSBatchResponse } from 'aws-lambda';

import type { LambdaHandler } from '../lambda-handler.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import { readOrderNotice } from './order-notice.js';
import { handleEvents } from './queue-batch.js';

/**
 * Creates a handler that needs only the ids of an order event. The input is a batch of queued events,
 * or one event of the bus: see {@link handleEvents} for failures.
 */
export function createNoticeHandler(
  logger: Logger,
  handle: (notice: OrderNotice) => Promise<void>,
): LambdaHandler<SQSBatchResponse | undefined> {
  return logged(logger, async (event) =>
    handleEvents(event, logger, async (envelope) => handle(readOrderNotice(envelope))),
  );
}
