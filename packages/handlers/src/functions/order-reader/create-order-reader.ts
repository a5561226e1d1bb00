import type { GetOrder } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { orderIdOf } from '../../inbound/http/api-request.js';
import { notModified, orderResponse, type ApiResponse } from '../../inbound/http/api-response.js';
import { etagOf, matchesAny } from '../../inbound/http/entity-tag.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';

export interface OrderReaderDependencies extends ApiDependencies {
  readonly getOrder: GetOrder;
}

/**
 * Handles GET /orders/{orderId}: responds with the order, and with its version as the `ETag`; with 304
 * if the caller already has that version.
 */
export function createOrderReader(
  dependencies: OrderReaderDependencies,
): LambdaHandler<ApiResponse> {
  const { getOrder } = dependencies;
  return apiHandler('order-reader', dependencies, async (request, { actor }) => {
    const order = await getOrder.execute({ orderId: orderIdOf(request), actor });
    return matchesAny(request.headers['if-none-match'], order)
      ? notModified(etagOf(order))
      : orderResponse(200, order);
  });
}

/** The function over the use cases of a composition. */
export function orderReader(
  composition: CompositionFor<'getOrder'>,
  own: ApiDependencies,
): ReturnType<typeof createOrderReader> {
  return createOrderReader({
    getOrder: composition.get(USE_CASES.getOrder),
    ...own,
  });
}
