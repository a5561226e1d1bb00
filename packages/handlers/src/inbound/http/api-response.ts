import { toRecord, type Order } from '@snacks/domain';

import { etagOf } from './entity-tag.js';
import type { Problem } from './problem.js';

/** A response in the format of API Gateway. A direct invocation gets the same object. */
export interface ApiResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or empty. */
  readonly body: string;
}

/** A response with a JSON body. */
export function jsonResponse(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return {
    statusCode,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/** A response with one order: its record, and its version as the `ETag`. */
export function orderResponse(
  statusCode: number,
  order: Order,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return jsonResponse(statusCode, toRecord(order), { etag: etagOf(order), ...headers });
}

/** The response to a caller who has the current version. */
export function notModified(
  etag: string,
  headers: Readonly<Record<string, string>> = {},
): ApiResponse {
  return { statusCode: 304, headers: { etag, ...headers }, body: '' };
}

/** The response to a request that succeeded, and has nothing to return. */
export function noContent(): ApiResponse {
  return { statusCode: 204, headers: {}, body: '' };
}

/** The response to a request that failed. */
export function problemResponse(problem: Problem): ApiResponse {
  return jsonResponse(problem.status, problem, {
    'content-type': 'application/problem+json',
    ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
    ...((problem.status === 429 || problem.status === 503) && { 'retry-after': '1' }),
  });
}
