import type { CancelOrder } from '@snacks/domain';

import { apiHandler, type ApiDependencies } from '../http/api-handler.js';
import { orderIdOf } from '../http/api-request.js';
import { orderResponse, type ApiResponse } from '../http/api-response.js';
import { expectedVersion } from '../http/entity-tag.js';
import type { LambdaHandler } from '../lambda-handler.js';

export interface OrderCancellerDependencies extends ApiDependencies {
  readonly cancelOrder: CancelOrder;
}

/**
 * Answers DELETE /orders/{orderId}: the order, CANCELLED. A second time is the same as the first. With
 * `If-Match` only the version that the caller has read is cancelled.
 */
export function createHandler(
  dependencies: OrderCancellerDependencies,
): LambdaHandler<ApiResponse> {
  const { cancelOrder, logger } = dependencies;
  return apiHandler('order-canceller', dependencies, async (request, invocation) => {
    const orderId = orderIdOf(request);
    const version = expectedVersion(request.headers['if-match']);
    const order = await cancelOrder.execute({
      ...invocation,
      orderId,
      ...(version !== undefined && { expectedVersion: version }),
    });
    logger.info('order cancelled', { orderId });
    return orderResponse(200, order);
  });
}
