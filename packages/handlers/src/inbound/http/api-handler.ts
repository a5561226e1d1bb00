import { FIELD_RULES, type RequestContext } from '@snacks/domain';

import type { InvocationContext, LambdaHandler } from '../lambda-handler.js';
import { addToLogContext } from '../../observability/logging/log-context.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import type { FunctionName } from '../../topology/topology.js';
import { UnsupportedEventError } from '../unsupported-event-error.js';
import { correlationIdOf, isApiEvent, toApiRequest, type ApiRequest } from './api-request.js';
import { problemResponse, type ApiResponse } from './api-response.js';
import { actorOf, assertMayCall, type Authentication } from './authentication.js';
import { toProblem } from './problem.js';

/** What every function of the HTTP API needs. */
export interface ApiDependencies {
  readonly logger: Logger;
  readonly authentication: Authentication;
}

/** Responds to a request, or throws what {@link refuse} turns into a problem. */
export type ApiAction = (request: ApiRequest, invocation: RequestContext) => Promise<ApiResponse>;

/** A function that does nothing but response a route of the HTTP API. */
export function apiHandler(
  name: FunctionName,
  dependencies: ApiDependencies,
  action: ApiAction,
): LambdaHandler<ApiResponse> {
  return logged(dependencies.logger, async (event, context) =>
    respondToApiEvent(name, event, context, dependencies, action),
  );
}

/**
 * Responds to the event of an HTTP API: finds out who calls, runs the action, turns errors into problems,
 * and sends the correlation id back.
 *
 * @throws {UnsupportedEventError} where the event is none of an HTTP API.
 */
export async function respondToApiEvent(
  name: FunctionName,
  event: unknown,
  { awsRequestId }: InvocationContext,
  { logger, authentication }: ApiDependencies,
  action: ApiAction,
): Promise<ApiResponse> {
  if (!isApiEvent(event)) {
    throw new UnsupportedEventError('Expected the event of an HTTP API, payload format 2.0.');
  }
  const request = toApiRequest(event);
  const correlationId = correlationIdOf(request, awsRequestId);
  const run = async (): Promise<ApiResponse> => {
    const actor = actorOf(event.requestContext, authentication);
    assertMayCall(actor, name);
    return action(request, { actor, correlationId, causationId: awsRequestId });
  };
  const { orderId } = request.path;
  addToLogContext({ correlationId, ...(FIELD_RULES.orderId.accepts(orderId) && { orderId }) });
  const response = await run().catch((error: unknown) => refuse(logger, error));
  return { ...response, headers: { ...response.headers, 'x-correlation-id': correlationId } };
}

/** The response to a request that ended in an error. */
export function refuse(logger: Logger, error: unknown): ApiResponse {
  const problem = toProblem(error);
  const { status: statusCode, code: outcome } = problem;
  if (statusCode >= 500) logger.error('request failed', { statusCode, outcome, error });
  // The error itself stays out: it may name a field that the client made up.
  else logger.info('request refused', { statusCode, outcome });
  return problemResponse(problem);
}
