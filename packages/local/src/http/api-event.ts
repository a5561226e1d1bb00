import { isUtf8 } from 'node:buffer';
import type { Context } from 'hono';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

import type { Claims } from '../auth/jwt-authorizer.js';
import { ACCOUNT } from '../platform/arn.js';
import { bodyOf } from './request-body.js';

/** The route that a request matched, and the context of the request. */
export interface RouteMatch {
  /** Such as `GET /orders/{orderId}`. */
  readonly routeKey: string;
  readonly requestId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The claims of the caller's token, if callers need one. */
  readonly claims?: Claims | undefined;
}

const TEXT = /^(text\/|application\/(json|xml|javascript|[\w.-]+\+(json|xml)))/;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Converts a request to the event of API Gateway's HTTP API (payload format 2.0). */
export async function toApiEvent(
  context: Context,
  { routeKey, requestId, at, claims }: RouteMatch,
): Promise<APIGatewayProxyEventV2> {
  const { req } = context;
  const url = new URL(req.url);
  const headers = req.header();
  const body = await bodyOf(req);
  const isText = TEXT.test(headers['content-type'] ?? 'text/plain') && isUtf8(body);
  const pathParameters = req.param();
  return {
    version: '2.0',
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers,
    ...(url.search !== '' && { queryStringParameters: toQuery(url) }),
    ...(Object.keys(pathParameters).length > 0 && { pathParameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId: 'local',
      ...(claims !== undefined && { authorizer: { jwt: { claims, scopes: [] } } }),
      domainName: url.hostname,
      domainPrefix: 'local',
      http: {
        method: req.method,
        path: url.pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId,
      routeKey,
      stage: '$default',
      time: toLogTime(new Date(at)),
      timeEpoch: at,
    },
    ...(body.length > 0 && { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/** Joins several values of one name by commas, as API Gateway does. */
function toQuery(url: URL): Record<string, string> {
  const query: [string, string][] = [...new Set(url.searchParams.keys())].map((name) => [
    name,
    url.searchParams.getAll(name).join(','),
  ]);
  return Object.fromEntries(query);
}

/** Formats a time such as `21/Nov/2026:09:30:00 +0000`. */
function toLogTime(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split(/[T.]/);
  const [year, , dayOfMonth] = day.split('-');
  return `${dayOfMonth}/${MONTHS[date.getUTCMonth()]}/${year}:${time} +0000`;
}
