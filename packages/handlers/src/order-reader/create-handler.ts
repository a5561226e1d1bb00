import { type GetOrder } from '@snacks/domain';

import { answerApiEvent } from '../http/api-handler.js';
import { orderIdOf } from '../http/api-request.js';
import { orderResponse, type ApiResponse } from '../http/api-response.js';
import type { LambdaHandler } from '../lambda-handler.js';
import { logged } from '../logging/logged.js';
import type { Logger } from '../logging/logger.js';

export interface OrderReaderDependencies {
  readonly getOrder: GetOrder;
  readonly logger: Logger;
}

/** Answers GET /orders/{orderId}: the order as it stands, its version as the `ETag`. */
export function createHandler({
  getOrder,
  logger,
}: OrderReaderDependencies): LambdaHandler<ApiResponse> {
  return logged(logger, async (event, context) =>
    answerApiEvent(event, context, logger, async (request, { actor }) =>
      orderResponse(200, await getOrder.execute({ orderId: orderIdOf(request), actor })),
    ),
  );
}
