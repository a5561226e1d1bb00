import type { GetOrder } from '@snacks/domain';

import { apiHandler, type ApiDependencies } from '../http/api-handler.js';
import { orderIdOf } from '../http/api-request.js';
import { notModified, orderResponse, type ApiResponse } from '../http/api-response.js';
import { etagOf, matchesAny } from '../http/entity-tag.js';
import type { LambdaHandler } from '../lambda-handler.js';

export interface OrderReaderDependencies extends ApiDependencies {
  readonly getOrder: GetOrder;
}

/**
 * Answers GET /orders/{orderId}: the order as it stands, its version as the `ETag`; 304 where the
 * caller has that version already.
 */
export function createHandler(dependencies: OrderReaderDependencies): LambdaHandler<ApiResponse> {
  const { getOrder } = dependencies;
  return apiHandler('order-reader', dependencies, async (request, { actor }) => {
    const order = await getOrder.execute({ orderId: orderIdOf(request), actor });
    return matchesAny(request.headers['if-none-match'], order)
      ? notModified(etagOf(order))
      : orderResponse(200, order);
  });
}
