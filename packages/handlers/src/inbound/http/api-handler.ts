import { FIELD_RULES } from '@snacks/domain';
import type { RequestContext } from '@snacks/domain/use-cases';

import type { InvocationContext, LambdaHandler } from '../lambda-handler.js';
import { addToLogContext } from '../../observability/logging/log-context.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import { isPublic } from '../../topology/api.js';
import type { FunctionName } from '../../topology/topology.js';
import { UnsupportedEventError } from '../unsupported-event-error.js';
import { correlationIdOf, isApiEvent, toApiRequest, type ApiRequest } from './api-request.js';
import { problemResponse, type ApiResponse } from './api-response.js';
import { actorOf, assertMayCall, STRANGER, type Authentication } from './authentication.js';
import { toProblem } from './problem.js';

/** What every function of the HTTP API needs. */
export interface ApiDependencies {
  readonly logger: Logger;
  readonly authentication: Authentication;
}

/** Responds to a request, or throws an error that {@link refuse} converts into a problem. */
export type ApiAction = (request: ApiRequest, context: RequestContext) => Promise<ApiResponse>;

/** Creates a function that handles one route of the HTTP API. */
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
 * Responds to the event of an HTTP API: authenticates the caller, runs the action, converts errors into
 * problems, and returns the correlation id.
 *
 * @throws {UnsupportedEventError} if the event is not from an HTTP API.
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
    const actor = isPublic(name) ? STRANGER : actorOf(event.requestContext, authentication);
    assertMayCall(actor, name);
    return action(request, { actor, correlationId, causationId: awsRequestId });
  };
  const { orderId } = request.path;
  addToLogContext({ correlationId, ...(FIELD_RULES.orderId.accepts(orderId) && { orderId }) });
  const response = await run().catch((error: unknown) => refuse(logger, error));
  return { ...response, headers: { ...response.headers, 'x-correlation-id': correlationId } };
}

/** Logs the error of a request, and returns the response to it. */
export function refuse(logger: Logger, error: unknown): ApiResponse {
  const problem = toProblem(error);
  const { status: statusCode, code: outcome } = problem;
  if (statusCode >= 500) logger.error('request failed', { statusCode, outcome, error });
  // Does not log the error: it may contain a field name that the client invented.
  else logger.info('request refused', { statusCode, outcome });
  return problemResponse(problem);
}
