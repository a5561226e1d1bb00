import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { FIELD_RULES, isFields, LIMITS, OrderNotFoundError, type OrderId } from '@snacks/domain';

import { RequestError } from './request-error.js';

/** An HTTP request as API Gateway hands it to a function, reduced to what the handlers read. */
export interface ApiRequest {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** `undefined` where it is not UTF-8. */
  readonly body: string | undefined;
}

/** Whether an event is that of an HTTP API, payload format 2.0. */
export function isApiEvent(event: unknown): event is APIGatewayProxyEventV2 {
  return (
    isFields(event) &&
    event.version === '2.0' &&
    isFields(event.requestContext) &&
    isFields(event.requestContext.http) &&
    isFields(event.headers) &&
    (event.body === undefined || typeof event.body === 'string')
  );
}

/** Reads the event of an HTTP API. Header names are lower-case there already. */
export function toApiRequest(event: APIGatewayProxyEventV2): ApiRequest {
  const body = event.body ?? '';
  return {
    headers: event.headers,
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    body: event.isBase64Encoded ? decode(body) : body,
  };
}

function decode(base64: string): string | undefined {
  try {
    return new TextDecoder('utf8', { fatal: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return undefined; // refused where the body is read
  }
}

/**
 * The correlation id that a client sent along, if it is one that may stand in headers and logs;
 * otherwise the id of the request.
 */
export function correlationIdOf({ headers }: ApiRequest, requestId: string): string {
  const sent = headers['x-correlation-id'];
  return FIELD_RULES.correlationId.accepts(sent) ? sent : requestId;
}

/**
 * The JSON of a request's body.
 *
 * @throws {RequestError} where it is too large, not said to be JSON, or not JSON.
 */
export function readJsonBody({ headers, body }: ApiRequest): unknown {
  if (body === undefined) throw new RequestError('MALFORMED_JSON', 'The body is not UTF-8.');
  if (Buffer.byteLength(body, 'utf8') > LIMITS.requestBytes) {
    throw new RequestError(
      'PAYLOAD_TOO_LARGE',
      `The body must be at most ${LIMITS.requestBytes} bytes.`,
    );
  }
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/json') {
    throw new RequestError(
      'UNSUPPORTED_MEDIA_TYPE',
      'Send the body as JSON, with the header Content-Type: application/json.',
    );
  }
  if (nestingOf(body) > LIMITS.requestDepth) {
    throw new RequestError(
      'JSON_TOO_DEEP',
      `The body must nest objects and lists at most ${LIMITS.requestDepth} deep.`,
    );
  }
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new RequestError(
      'MALFORMED_JSON',
      body === '' ? 'The body is empty: send JSON.' : `The body is not JSON${where(cause)}.`,
    );
  }
}

/** Where the parser stopped, without the text around it that its message may quote. */
function where(cause: unknown): string {
  const position = cause instanceof Error ? /at position \d+/.exec(cause.message)?.[0] : undefined;
  return position === undefined ? '' : ` (${position})`;
}

/**
 * The order that the request's path names.
 *
 * @throws {OrderNotFoundError} where it is no order's id: then there is no such order either.
 */
export function orderIdOf({ path }: ApiRequest): OrderId {
  const { orderId = '' } = path;
  if (!FIELD_RULES.orderId.accepts(orderId)) throw new OrderNotFoundError('with this id');
  return orderId;
}

/**
 * How deep the brackets of a JSON text nest. Reads every character once and calls nothing for it,
 * because whatever walks a value that nests without bound, such as `JSON.stringify`, runs out of
 * stack.
 */
export function nestingOf(json: string): number {
  let deepest = 0;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') inString = !inString;
    else if (inString) at += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}
