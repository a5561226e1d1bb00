import type { UpdateOrder } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { orderIdOf, readJsonBody } from '../../inbound/http/api-request.js';
import { orderResponse, type ApiResponse } from '../../inbound/http/api-response.js';
import { expectedVersion } from '../../inbound/http/entity-tag.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { UpdateOrderRequest } from '../../inbound/http/requests/order-requests.js';

export interface OrderUpdaterDependencies extends ApiDependencies {
  readonly updateOrder: UpdateOrder;
}

/**
 * Handles PUT /orders/{orderId}: replaces the content of the order, and responds with the order. With
 * `If-Match`, it replaces only the version that the caller has read.
 */
export function createOrderUpdater(
  dependencies: OrderUpdaterDependencies,
): LambdaHandler<ApiResponse> {
  const { updateOrder, logger } = dependencies;
  return apiHandler('order-updater', dependencies, async (request, context) => {
    const orderId = orderIdOf(request);
    const version = expectedVersion(request.headers['if-match']);
    const order = await updateOrder.execute({
      ...context,
      orderId,
      request: UpdateOrderRequest.from(readJsonBody(request)),
      ...(version !== undefined && { expectedVersion: version }),
    });
    logger.info('order updated', { orderId });
    return orderResponse(200, order);
  });
}

/** The function over the use cases of a composition. */
export function orderUpdater(
  composition: CompositionFor<'updateOrder'>,
  own: ApiDependencies,
): ReturnType<typeof createOrderUpdater> {
  return createOrderUpdater({
    updateOrder: composition.get(USE_CASES.updateOrder),
    ...own,
  });
}
