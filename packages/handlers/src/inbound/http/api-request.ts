import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { FIELD_RULES, isFields, LIMITS, OrderNotFoundError, type OrderId } from '@snacks/domain';

import { RequestError } from './request-error.js';

/** The parts of an HTTP request that the handlers read. */
export interface ApiRequest {
  /** Such as `PUT`. */
  readonly method: string;
  /** The route that the request matched, such as `PUT /orders/{orderId}`. */
  readonly route: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** `undefined` if it is not UTF-8. */
  readonly body: string | undefined;
}

/** Whether an event is from an HTTP API, payload format 2.0. */
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

/** Reads the event of an HTTP API. API Gateway sends header names in lower case. */
export function toApiRequest(event: APIGatewayProxyEventV2): ApiRequest {
  const body = event.body ?? '';
  return {
    method: event.requestContext.http.method,
    route: event.routeKey,
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
    return undefined; // `readJsonBody` refuses it
  }
}

/**
 * Returns the correlation id that the client sent, if it is safe for headers and logs; otherwise the id
 * of the request.
 */
export function correlationIdOf({ headers }: ApiRequest, requestId: string): string {
  const sent = headers['x-correlation-id'];
  return FIELD_RULES.correlationId.accepts(sent) ? sent : requestId;
}

/**
 * Parses the JSON body of a request.
 *
 * @throws {RequestError} if the body is too large, nested too deeply, not declared as JSON, or not JSON.
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

/** Returns the position at which the parser stopped, without the text that its message may quote. */
function where(cause: unknown): string {
  const position = cause instanceof Error ? /at position \d+/.exec(cause.message)?.[0] : undefined;
  return position === undefined ? '' : ` (${position})`;
}

/**
 * Returns the order id in the request's path.
 *
 * @throws {OrderNotFoundError} if it is not a valid id, because then no such order exists.
 */
export function orderIdOf({ path }: ApiRequest): OrderId {
  const { orderId = '' } = path;
  if (!FIELD_RULES.orderId.accepts(orderId)) throw new OrderNotFoundError('with this id');
  return orderId;
}

/**
 * Returns how deep the brackets of a JSON text nest. It reads each character once, without recursion:
 * a recursive walk over an unbounded depth, such as `JSON.stringify`, would overflow the stack.
 */
export function nestingOf(json: string): number {
  let deepest = 0;
  let depth = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === '"') inString = !inString;
    else if (inString) index += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}
