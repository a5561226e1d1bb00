import { isFields } from '@snacks/domain';

import type { Acknowledgement } from '../checkers/invariant-checker.js';

/** The function failed, or the response was 5xx: a retry may succeed. */
export class FailedRequestError extends Error {
  readonly code = 'REQUEST_FAILED';
  override readonly name = 'FailedRequestError';
}

/** The request was refused: a retry would be refused as well. */
export class RefusedRequestError extends Error {
  override readonly name = 'RefusedRequestError';

  /** @param orderStatus the state that forbids the command, if that is the reason. */
  constructor(
    readonly code: string,
    readonly orderStatus: string | undefined,
  ) {
    super(`The request was refused: ${code}.`);
  }
}

/** The outcome of an invocation. */
interface Outcome {
  readonly ok: boolean;
  readonly result?: unknown;
}

/** The parts of an HTTP API event that the handlers read. */
export function apiEvent(routeKey: string, request: Readonly<Record<string, unknown>>): object {
  return { version: '2.0', routeKey, requestContext: { http: {} }, headers: {}, ...request };
}

/** The headers and the body of a request with JSON. */
export function withBody(
  body: object,
  headers: Readonly<Record<string, string>> = {},
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  return {
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

/**
 * The body of a successful response.
 *
 * @throws {FailedRequestError} if the function failed, or the response is 5xx.
 * @throws {RefusedRequestError} if the response is 4xx.
 */
export function bodyOf({ result }: Outcome): Readonly<Record<string, unknown>> {
  if (!isFields(result) || typeof result.body !== 'string') {
    throw new FailedRequestError('The function failed.');
  }
  const body: unknown = JSON.parse(result.body);
  if (!isFields(body)) throw new FailedRequestError('The body of the response is not an object.');
  if (Number(result.statusCode) >= 500) throw new FailedRequestError('The response was 5xx.');
  if (Number(result.statusCode) < 400) return body;
  const { code, orderStatus } = body;
  throw new RefusedRequestError(
    String(code),
    typeof orderStatus === 'string' ? orderStatus : undefined,
  );
}

/** The version and the state in an order of a response. */
export function acknowledgementOf({
  orderId,
  version,
  status,
}: Readonly<Record<string, unknown>>): Acknowledgement {
  return { orderId: String(orderId), version: Number(version), status: String(status) };
}

/** For a function without a result. @throws {FailedRequestError} if it failed. */
export function succeeded({ ok }: Outcome): undefined {
  if (!ok) throw new FailedRequestError('The function failed.');
}
