import type { Context } from 'hono';
import { problemResponse, RequestError, toProblem, type RequestErrorCode } from '@snacks/handlers';

import { ACCOUNT } from '../platform/arn.js';
import { AwsApiError } from '../aws-api/aws-api-error.js';
import { awsErrorResponse } from '../aws-api/aws-error-response.js';
import { FUNCTIONS_PATH, invokeErrorResponse } from './invoke-error-response.js';
import { toResponse } from './response.js';

/** Returns a problem as the API's routes do. */
export function errorResponse(code: RequestErrorCode, message: string): Response {
  return toResponse(problemResponse(toProblem(new RequestError(code, message))));
}

/** AWS's names for the problems that every interface can return. */
const AWS_TYPES = {
  CROSS_ORIGIN_REFUSED: { type: 'AccessDeniedException', status: 403 },
  PAYLOAD_TOO_LARGE: { type: 'RequestTooLargeException', status: 413 },
} as const;

/** Returns a problem in the format of the interface that was called: the API, or an API of AWS. */
export function errorResponseFor(
  context: Context,
  code: keyof typeof AWS_TYPES,
  message: string,
): Response {
  const { path, method } = context.req;
  const { type, status } = AWS_TYPES[code];
  if (path.startsWith(FUNCTIONS_PATH)) return invokeErrorResponse(context, status, type, message);
  const isAwsCall = method === 'POST' && (path === '/' || path.startsWith(`/${ACCOUNT}/`));
  return isAwsCall
    ? awsErrorResponse(context, new AwsApiError(type, message), status)
    : errorResponse(code, message);
}
