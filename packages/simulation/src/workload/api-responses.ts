import { isFields } from '@snacks/domain';

import type { Acknowledgement } from '../checkers/invariant-checker.js';

/** The function failed, or did so on the system's side: asking again is right. */
export class FailedRequestError extends Error {
  readonly code = 'REQUEST_FAILED';
  override readonly name = 'FailedRequestError';
}

/** The request was refused: asking again would bring the same. */
export class RefusedRequestError extends Error {
  override readonly name = 'RefusedRequestError';

  /** @param orderStatus the state that forbids what was asked, where that is the reason. */
  constructor(
    readonly code: string,
    readonly orderStatus: string | undefined,
  ) {
    super(`The request was refused: ${code}.`);
  }
}

/** What became of an invocation. */
interface Outcome {
  readonly ok: boolean;
  readonly result?: unknown;
}

/** The event of the HTTP API, as far as the handlers read it. */
export function apiEvent(routeKey: string, request: Readonly<Record<string, unknown>>): object {
  return { version: '2.0', routeKey, requestContext: { http: {} }, headers: {}, ...request };
}

/** What makes a request of something that is sent along as JSON. */
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
 * The body of a response that grants what was asked.
 *
 * @throws {FailedRequestError} @throws {RefusedRequestError} where it does not.
 */
export function bodyOf({ result }: Outcome): Readonly<Record<string, unknown>> {
  if (!isFields(result) || typeof result.body !== 'string') {
    throw new FailedRequestError('The function failed.');
  }
  const body: unknown = JSON.parse(result.body);
  if (!isFields(body)) throw new FailedRequestError('The response has no body.');
  if (Number(result.statusCode) >= 500) throw new FailedRequestError('The response was 5xx.');
  if (Number(result.statusCode) < 400) return body;
  const { code, orderStatus } = body;
  throw new RefusedRequestError(
    String(code),
    typeof orderStatus === 'string' ? orderStatus : undefined,
  );
}

/** What an order's record says of it. */
export function acknowledgementOf({
  orderId,
  version,
  status,
}: Readonly<Record<string, unknown>>): Acknowledgement {
  return { orderId: String(orderId), version: Number(version), status: String(status) };
}

/** Of a response that says nothing. */
export function succeeded({ ok }: Outcome): undefined {
  if (!ok) throw new FailedRequestError('The function failed.');
}
