import type { CancelOrder } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { orderIdOf } from '../../inbound/http/api-request.js';
import { orderResponse, type ApiResponse } from '../../inbound/http/api-response.js';
import { expectedVersion } from '../../inbound/http/entity-tag.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';

export interface OrderCancellerDependencies extends ApiDependencies {
  readonly cancelOrder: CancelOrder;
}

/**
 * Handles DELETE /orders/{orderId}: responds with the cancelled order. A repeat gets the same response.
 * With `If-Match`, it cancels only the version that the caller has read.
 */
export function createOrderCanceller(
  dependencies: OrderCancellerDependencies,
): LambdaHandler<ApiResponse> {
  const { cancelOrder, logger } = dependencies;
  return apiHandler('order-canceller', dependencies, async (request, context) => {
    const orderId = orderIdOf(request);
    const version = expectedVersion(request.headers['if-match']);
    const order = await cancelOrder.execute({
      ...context,
      orderId,
      ...(version !== undefined && { expectedVersion: version }),
    });
    logger.info('order cancelled', { orderId });
    return orderResponse(200, order);
  });
}

/** The function over the use cases of a composition. */
export function orderCanceller(
  composition: CompositionFor<'cancelOrder'>,
  own: ApiDependencies,
): ReturnType<typeof createOrderCanceller> {
  return createOrderCanceller({
    cancelOrder: composition.get(USE_CASES.cancelOrder),
    ...own,
  });
}
