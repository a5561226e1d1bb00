import { toTimeline, type GetOrder } from '@snacks/domain';

import { apiHandler, type ApiDependencies } from '../http/api-handler.js';
import { orderIdOf } from '../http/api-request.js';
import { jsonResponse, type ApiResponse } from '../http/api-response.js';
import { etagOf } from '../http/entity-tag.js';
import type { LambdaHandler } from '../lambda-handler.js';

export interface OrderTimelineDependencies extends ApiDependencies {
  readonly getOrder: GetOrder;
}

/** Answers GET /orders/{orderId}/timeline: every state that the order went through, oldest first. */
export function createHandler(dependencies: OrderTimelineDependencies): LambdaHandler<ApiResponse> {
  const { getOrder } = dependencies;
  return apiHandler('order-timeline', dependencies, async (request, { actor }) => {
    const order = await getOrder.execute({ orderId: orderIdOf(request), actor });
    const { orderId, status } = order;
    const timeline = toTimeline(order);
    return jsonResponse(200, { orderId, status, timeline }, { etag: etagOf(order) });
  });
}
