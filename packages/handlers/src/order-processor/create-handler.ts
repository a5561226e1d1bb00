import type { SQSBatchResponse } from 'aws-lambda';
import { systemActor, type ProcessOrder } from '@snacks/domain';

import type { LambdaHandler } from '../lambda-handler.js';
import { withLogContext } from '../logging/log-context.js';
import { logged } from '../logging/logged.js';
import type { Logger } from '../logging/logger.js';
import { isQueueBatch, processBatch } from '../queue/queue-batch.js';
import { readOrderNotice } from './order-notice.js';

export interface OrderProcessorDependencies {
  readonly processOrder: ProcessOrder;
  readonly logger: Logger;
}

/**
 * Carries orders through fulfilment, woken by a batch of queued order events, or by a bare event of
 * the bus. Of a batch, only the messages that failed are answered, and tried again; a bare event
 * that fails is thrown on.
 */
export function createHandler({
  processOrder,
  logger,
}: OrderProcessorDependencies): LambdaHandler<SQSBatchResponse | undefined> {
  const actor = systemActor('order-processor');

  async function process(envelope: unknown): Promise<void> {
    const { orderId, eventId, correlationId } = readOrderNotice(envelope);
    await withLogContext({ orderId, eventId, correlationId }, async () => {
      try {
        const { order, outcome } = await processOrder.execute({
          orderId,
          actor,
          correlationId,
          causationId: eventId,
        });
        logger.info(`order ${outcome}`, { outcome: order.status });
      } catch (error) {
        logger.warn('order not processed'); // the error itself is told by whoever handles it
        throw error;
      }
    });
  }

  return logged(logger, async (event) => {
    if (isQueueBatch(event)) {
      return processBatch(event, logger, async (body) => process(JSON.parse(body)));
    }
    await process(event);
    return undefined;
  });
}
