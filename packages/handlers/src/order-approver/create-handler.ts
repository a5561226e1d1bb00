import type { DecideApproval } from '@snacks/domain';

import { apiHandler, type ApiDependencies } from '../http/api-handler.js';
import { orderIdOf, readJsonBody } from '../http/api-request.js';
import { orderResponse, type ApiResponse } from '../http/api-response.js';
import { expectedVersion } from '../http/entity-tag.js';
import type { LambdaHandler } from '../lambda-handler.js';
import { DecideApprovalRequest } from '../requests/decide-approval-request.js';

export interface OrderApproverDependencies extends ApiDependencies {
  readonly decideApproval: DecideApproval;
}

/**
 * Answers POST /orders/{orderId}/approval: the order, approved or rejected. `If-Match` names the
 * version that the decision is about.
 */
export function createHandler(dependencies: OrderApproverDependencies): LambdaHandler<ApiResponse> {
  const { decideApproval, logger } = dependencies;
  return apiHandler('order-approver', dependencies, async (request, invocation) => {
    const orderId = orderIdOf(request);
    const version = expectedVersion(request.headers['if-match']);
    const { decision, note } = DecideApprovalRequest.from(readJsonBody(request));
    const order = await decideApproval.execute({
      ...invocation,
      orderId,
      decision,
      ...(version !== undefined && { expectedVersion: version }),
      ...(note !== undefined && { note }),
    });
    logger.info('approval decided', { orderId, outcome: order.status });
    return orderResponse(200, order);
  });
}
