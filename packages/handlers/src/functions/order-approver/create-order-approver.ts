import type { DecideApproval } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { orderIdOf, readJsonBody } from '../../inbound/http/api-request.js';
import { orderResponse, type ApiResponse } from '../../inbound/http/api-response.js';
import { expectedVersion } from '../../inbound/http/entity-tag.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { DecideApprovalRequest } from '../../inbound/http/requests/decide-approval-request.js';

export interface OrderApproverDependencies extends ApiDependencies {
  readonly decideApproval: DecideApproval;
}

/**
 * Handles POST /orders/{orderId}/approval: responds with the approved or rejected order. `If-Match`
 * names the version that the decision is about.
 *
 * Two rules say who may decide: the route's `callers` in `topology/api.ts`, and the domain's
 * `mayDecide`, which keeps callers from deciding on their own orders.
 */
export function createOrderApprover(
  dependencies: OrderApproverDependencies,
): LambdaHandler<ApiResponse> {
  const { decideApproval, logger } = dependencies;
  return apiHandler('order-approver', dependencies, async (request, context) => {
    const orderId = orderIdOf(request);
    const version = expectedVersion(request.headers['if-match']);
    const { decision, note } = DecideApprovalRequest.from(readJsonBody(request));
    const order = await decideApproval.execute({
      ...context,
      orderId,
      decision,
      ...(version !== undefined && { expectedVersion: version }),
      ...(note !== undefined && { note }),
    });
    logger.info('approval decided', { orderId, outcome: order.status });
    return orderResponse(200, order);
  });
}

/** The function over the use cases of a composition. */
export function orderApprover(
  composition: CompositionFor<'decideApproval'>,
  own: ApiDependencies,
): ReturnType<typeof createOrderApprover> {
  return createOrderApprover({
    decideApproval: composition.get(USE_CASES.decideApproval),
    ...own,
  });
}
