import { toTimeline } from '@snacks/domain';
import type { GetOrder } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { orderIdOf } from '../../inbound/http/api-request.js';
import { jsonResponse, type ApiResponse } from '../../inbound/http/api-response.js';
import { etagOf } from '../../inbound/http/entity-tag.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';

export interface OrderTimelineDependencies extends ApiDependencies {
  readonly getOrder: GetOrder;
}

/** Handles GET /orders/{orderId}/timeline: responds with each state that the order had, oldest first. */
export function createOrderTimeline(
  dependencies: OrderTimelineDependencies,
): LambdaHandler<ApiResponse> {
  const { getOrder } = dependencies;
  return apiHandler('order-timeline', dependencies, async (request, { actor }) => {
    const order = await getOrder.execute({ orderId: orderIdOf(request), actor });
    const { orderId, status } = order;
    const timeline = toTimeline(order);
    return jsonResponse(200, { orderId, status, timeline }, { etag: etagOf(order) });
  });
}

/** The function over the use cases of a composition. */
export function orderTimeline(
  composition: CompositionFor<'getOrder'>,
  own: ApiDependencies,
): ReturnType<typeof createOrderTimeline> {
  return createOrderTimeline({
    getOrder: composition.get(USE_CASES.getOrder),
    ...own,
  });
}
