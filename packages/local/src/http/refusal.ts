import type { Context } from 'hono';
import { problemResponse, RequestError, toProblem, type RequestErrorCode } from '@snacks/handlers';

import { ACCOUNT } from '../platform/arn.js';
import { AwsApiError } from '../aws-api/aws-api-error.js';
import { awsErrorResponse } from '../aws-api/aws-error-response.js';
import { FUNCTIONS_PATH, invokeRefusal } from './invoke-refusal.js';
import { toResponse } from './response.js';

/** Refuses a request as the API's routes do. */
export function refused(code: RequestErrorCode, message: string): Response {
  return toResponse(problemResponse(toProblem(new RequestError(code, message))));
}

/** What AWS calls the problems that a request may have on whichever side it came in. */
const AWS_TYPES = {
  CROSS_ORIGIN_REFUSED: { type: 'AccessDeniedException', status: 403 },
  PAYLOAD_TOO_LARGE: { type: 'RequestTooLargeException', status: 413 },
} as const;

/** Refuses a request in the words of the side that it came in on: the API, or one of AWS's own. */
export function refusedAnywhere(
  context: Context,
  code: keyof typeof AWS_TYPES,
  message: string,
): Response {
  const { path, method } = context.req;
  const { type, status } = AWS_TYPES[code];
  if (path.startsWith(FUNCTIONS_PATH)) return invokeRefusal(context, status, type, message);
  const ofAws = method === 'POST' && (path === '/' || path.startsWith(`/${ACCOUNT}/`));
  return ofAws
    ? awsErrorResponse(context, new AwsApiError(type, message), status)
    : refused(code, message);
}
