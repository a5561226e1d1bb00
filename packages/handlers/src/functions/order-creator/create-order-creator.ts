import {
  ANYONE,
  FIELD_RULES,
  isFields,
  issueOf,
  RequestInvalidError,
  type RequestContext,
  type PlaceOrder,
} from '@snacks/domain';

import type { Composition } from '../../composition/compose.js';
import { USE_CASES } from '../../composition/use-cases.js';
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
 * Takes an order, from the HTTP API or by direct invocation with the order itself as the payload.
 * Both get the same response: 201, 200 for a repeat, or the problem.
 *
 * A direct invocation without an `idempotencyKey` beside the order is keyed by its request id,
 * which Lambda keeps when it tries an asynchronous invocation again. For the same reason an error
 * on our side is thrown there, not returned: a thrown one is tried again. Who may invoke directly is
 * IAM's to say; on whose behalf, the payload's `customerId`.
 */
export function createOrderCreator(
  dependencies: OrderCreatorDependencies,
): LambdaHandler<ApiResponse> {
  const { placeOrder, logger } = dependencies;

  async function place(
    body: unknown,
    idempotencyKey: unknown,
    invocation: RequestContext,
  ): Promise<ApiResponse> {
    if (idempotencyKey !== undefined && !FIELD_RULES.idempotencyKey.accepts(idempotencyKey)) {
      throw new RequestInvalidError([issueOf('idempotencyKey', FIELD_RULES.idempotencyKey)]);
    }
    const { customerId, ...request } = PlaceOrderRequest.from(body);
    const { order, repeated } = await placeOrder.execute({
      ...invocation,
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
    const invocation = { actor: ANYONE, correlationId: awsRequestId };
    addToLogContext({ correlationId: awsRequestId });
    try {
      return await place(isFields(payload) ? body : payload, idempotencyKey, invocation);
    } catch (error) {
      if (toProblem(error).status >= 500) throw error;
      return refuse(logger, error);
    }
  }

  return logged(logger, async (event, context) =>
    isApiEvent(event)
      ? respondToApiEvent(
          'order-creator',
          event,
          context,
          dependencies,
          async (request, invocation) =>
            place(readJsonBody(request), request.headers['idempotency-key'], invocation),
        )
      : placeDirectly(event, context),
  );
}

/** The function over the use cases of a composition. */
export function orderCreator(
  composition: Composition,
  own: ApiDependencies,
): ReturnType<typeof createOrderCreator> {
  return createOrderCreator({
    placeOrder: composition.get(USE_CASES.placeOrder),
    ...own,
  });
}
