import { ANYONE, type Invocation } from '@snacks/domain';

import type { InvocationContext } from '../lambda-handler.js';
import { withLogContext } from '../logging/log-context.js';
import type { Logger } from '../logging/logger.js';
import { correlationIdOf, isApiEvent, toApiRequest, type ApiRequest } from './api-request.js';
import { UnsupportedEventError } from '../unsupported-event-error.js';
import { problemResponse, type ApiResponse } from './api-response.js';
import { toProblem } from './problem.js';

/** Answers a request, or throws what {@link refuse} turns into a problem. */
export type ApiAction = (request: ApiRequest, invocation: Invocation) => Promise<ApiResponse>;

/**
 * Answers the event of an HTTP API: runs the action, turns errors into problems, and sends the
 * correlation id back.
 *
 * @throws {UnsupportedEventError} where the event is none of an HTTP API.
 */
export async function answerApiEvent(
  event: unknown,
  { awsRequestId }: InvocationContext,
  logger: Logger,
  action: ApiAction,
): Promise<ApiResponse> {
  if (!isApiEvent(event)) {
    throw new UnsupportedEventError('Expected the event of an HTTP API, payload format 2.0.');
  }
  const request = toApiRequest(event);
  const correlationId = correlationIdOf(request, awsRequestId);
  const invocation = { actor: ANYONE, correlationId, causationId: awsRequestId };
  return withLogContext({ correlationId }, async () => {
    const response = await action(request, invocation).catch((error: unknown) =>
      refuse(logger, error),
    );
    return { ...response, headers: { ...response.headers, 'x-correlation-id': correlationId } };
  });
}

/** The answer to a request that ended in an error. */
export function refuse(logger: Logger, error: unknown): ApiResponse {
  const problem = toProblem(error);
  const { status: statusCode, code: outcome } = problem;
  if (statusCode >= 500) logger.error('request failed', { statusCode, outcome, error });
  // The error itself stays out: it may name a field that the client made up.
  else logger.info('request refused', { statusCode, outcome });
  return problemResponse(problem);
}
