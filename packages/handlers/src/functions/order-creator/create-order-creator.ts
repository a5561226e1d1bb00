import { ANYONE, FIELD_RULES, isFields, issueOf, RequestInvalidError } from '@snacks/domain';
import type { RequestContext, PlaceOrder } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { respondToApiEvent, refuse, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { isApiEvent, readJsonBody } from '../../inbound/http/api-request.js';
import { orderResponse, type ApiResponse } from '../../inbound/http/api-response.js';
import { toProblem } from '../../inbound/http/problem.js';
import type { InvocationContext, LambdaHandler } from '../../inbound/lambda-handler.js';
import { addToLogContext } from '../../observability/logging/log-context.js';
import { logged } from '../../observability/logging/logged.js';
import { PlaceOrderRequest } from '../../inbound/http/requests/order-requests.js';

export interface OrderCreatorDependencies extends ApiDependencies {
  readonly placeOrder: PlaceOrder;
}

/**
 * Places an order, from the HTTP API or by direct invocation with the order as the payload. Both get
 * the same response: 201, 200 for a repeat, or the problem.
 *
 * A direct invocation can have an `idempotencyKey` beside the order. The default is its request id,
 * which Lambda keeps when it retries an asynchronous invocation. A direct invocation throws an error on
 * our side, because Lambda retries only after a thrown error. IAM decides who may invoke directly; the
 * payload's `customerId` names the customer.
 */
export function createOrderCreator(
  dependencies: OrderCreatorDependencies,
): LambdaHandler<ApiResponse> {
  const { placeOrder, logger } = dependencies;

  async function place(
    body: unknown,
    idempotencyKey: unknown,
    context: RequestContext,
  ): Promise<ApiResponse> {
    if (idempotencyKey !== undefined && !FIELD_RULES.idempotencyKey.accepts(idempotencyKey)) {
      throw new RequestInvalidError([issueOf('idempotencyKey', FIELD_RULES.idempotencyKey)]);
    }
    const { customerId, ...request } = PlaceOrderRequest.from(body);
    const { order, repeated } = await placeOrder.execute({
      ...context,
      request,
      ...(customerId !== undefined && { customerId }),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    logger.info(repeated ? 'order repeated' : 'order placed', { orderId: order.orderId });
    return orderResponse(repeated ? 200 : 201, order, { location: `/orders/${order.orderId}` });
  }

  async function placeDirectly(
    payload: unknown,
    { awsRequestId }: InvocationContext,
  ): Promise<ApiResponse> {
    const { idempotencyKey = awsRequestId, ...body } = isFields(payload) ? payload : {};
    const context = { actor: ANYONE, correlationId: awsRequestId };
    addToLogContext({ correlationId: awsRequestId });
    try {
      return await place(isFields(payload) ? body : payload, idempotencyKey, context);
    } catch (error) {
      if (toProblem(error).status >= 500) throw error;
      return refuse(logger, error);
    }
  }

  return logged(logger, async (event, invocation) =>
    isApiEvent(event)
      ? respondToApiEvent(
          'order-creator',
          event,
          invocation,
          dependencies,
          async (request, context) =>
            place(readJsonBody(request), request.headers['idempotency-key'], context),
        )
      : placeDirectly(event, invocation),
  );
}

/** The function over the use cases of a composition. */
export function orderCreator(
  composition: CompositionFor<'placeOrder'>,
  own: ApiDependencies,
): ReturnType<typeof createOrderCreator> {
  return createOrderCreator({
    placeOrder: composition.get(USE_CASES.placeOrder),
    ...own,
  });
}
