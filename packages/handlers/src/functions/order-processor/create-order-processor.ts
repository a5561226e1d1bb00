import type { SQSBatchResponse } from 'aws-lambda';
import { systemActor } from '@snacks/domain';
import type { ProcessOrder } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import type { Logger } from '../../observability/logging/logger.js';
import { createNoticeHandler } from '../../inbound/sqs/notice-handler.js';

export interface OrderProcessorDependencies {
  readonly processOrder: ProcessOrder;
  readonly logger: Logger;
}

/** Processes orders through fulfilment, on the orders' events. */
export function createOrderProcessor({
  processOrder,
  logger,
}: OrderProcessorDependencies): LambdaHandler<SQSBatchResponse | undefined> {
  const actor = systemActor('order-processor');
  return createNoticeHandler(logger, async ({ orderId, eventId, correlationId, envelopeId }) => {
    const { order, outcome } = await processOrder.execute({
      orderId,
      actor,
      correlationId,
      causationId: eventId,
      ...(envelopeId !== undefined && { messageId: envelopeId }),
    });
    logger.info(`order ${outcome}`, { outcome: order.status });
  });
}

/** The function over the use cases of a composition. */
export function orderProcessor(
  composition: CompositionFor<'processOrder'>,
  own: Pick<OrderProcessorDependencies, 'logger'>,
): ReturnType<typeof createOrderProcessor> {
  return createOrderProcessor({
    processOrder: composition.get(USE_CASES.processOrder),
    ...own,
  });
}
