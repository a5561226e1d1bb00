import type { CancelOrder } from '@snacks/domain';

import { answerApiEvent } from '../http/api-handler.js';
import { orderIdOf } from '../http/api-request.js';
import { orderResponse, type ApiResponse } from '../http/api-response.js';
import type { LambdaHandler } from '../lambda-handler.js';
import { logged } from '../logging/logged.js';
import type { Logger } from '../logging/logger.js';

export interface OrderCancellerDependencies {
  readonly cancelOrder: CancelOrder;
  readonly logger: Logger;
}

/** Answers DELETE /orders/{orderId}: the order, CANCELLED. A second time is the same as the first. */
export function createHandler({
  cancelOrder,
  logger,
}: OrderCancellerDependencies): LambdaHandler<ApiResponse> {
  return logged(logger, async (event, context) =>
    answerApiEvent(event, context, logger, async (request, invocation) => {
      const orderId = orderIdOf(request);
      const order = await cancelOrder.execute({ ...invocation, orderId });
      logger.info('order cancelled', { orderId });
      return orderResponse(200, order);
    }),
  );
}
