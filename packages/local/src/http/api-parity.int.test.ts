import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';
import type { FunctionName } from '@snacks/handlers';

import { servedPlatform } from '../../test/served-platform.js';
import { LocalIssuer } from '../auth/local-issuer.js';
import { newSigningKey } from '../auth/signing-key.js';

/** An event as API Gateway sends it, from the fixtures of the handlers. */
const FILE = new URL('../../../handlers/fixtures/api-gateway-v2.json', import.meta.url);
const CAPTURED: unknown = JSON.parse(readFileSync(FILE, 'utf8'));

let platform: Awaited<ReturnType<typeof servedPlatform>>;
let token: string;
let orderId: string;

beforeAll(async () => {
  const issuer = new LocalIssuer(await newSigningKey());
  token = await issuer.mint({ subject: 'amy', groups: ['operator', 'approver'], expiresIn: 600 });
  platform = await servedPlatform({ issuer });
  const { body } = await platform.post('/orders', anOrderRequest({ priority: 'high' }), {
    authorization: `Bearer ${token}`,
  });
  orderId = String(body.orderId);
});

afterAll(async () => {
  await platform.stop(5_000);
});

interface Request {
  readonly function: FunctionName;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const ORDER = '/orders/{orderId}';
const REQUESTS: readonly Request[] = [
  { function: 'order-creator', method: 'POST', path: '/orders', body: { customerName: '' } },
  {
    function: 'order-creator',
    method: 'POST',
    path: '/orders',
    headers: { 'idempotency-key': 'once' },
    body: anOrderRequest({ priority: 'high' }),
  },
  { function: 'order-lister', method: 'GET', path: '/orders', query: { status: 'CANCELLED' } },
  { function: 'order-lister', method: 'GET', path: '/orders', query: { limit: '0', x: 'y' } },
  { function: 'order-reader', method: 'GET', path: ORDER },
  { function: 'order-reader', method: 'GET', path: ORDER, headers: { 'if-none-match': '"1"' } },
  { function: 'order-reader', method: 'GET', path: '/orders/none' },
  { function: 'order-timeline', method: 'GET', path: `${ORDER}/timeline` },
  {
    function: 'order-updater',
    method: 'PUT',
    path: ORDER,
    headers: { 'if-match': '"9"' },
    body: anOrderRequest({ customerName: 'Jane' }),
  },
  {
    function: 'order-updater',
    method: 'PUT',
    path: ORDER,
    body: anOrderRequest({ totalAmount: 1 }),
  },
  {
    function: 'order-approver',
    method: 'POST',
    path: `${ORDER}/approval`,
    body: { decision: 'approve' },
  },
  { function: 'order-canceller', method: 'DELETE', path: '/orders/none' },
  {
    function: 'event-ingestion',
    method: 'POST',
    path: '/events',
    headers: { 'idempotency-key': 'once' },
    body: { source: 'sensor-01', type: 'temperature', payload: 22.5 },
  },
];

/** The event that API Gateway would pass to the function for a request. */
function captured({ method, path, query, headers, body }: Request): unknown {
  const {
    requestContext,
    queryStringParameters: _query,
    ...event
  } = isFields(CAPTURED) ? CAPTURED : {};
  const rawPath = path.replace('{orderId}', orderId);
  const inPath = /^\/orders\/([^/]+)/.exec(rawPath)?.[1];
  return {
    ...event,
    rawPath,
    headers: { 'content-type': 'application/json', ...headers },
    ...(query !== undefined && { queryStringParameters: query }),
    ...(inPath !== undefined && { pathParameters: { orderId: inPath } }),
    requestContext: {
      ...(isFields(requestContext) ? requestContext : {}),
      http: { method, path: rawPath },
      authorizer: {
        jwt: { claims: { sub: 'amy', 'cognito:groups': '[operator approver]' }, scopes: null },
      },
    },
    body: body === undefined ? '' : JSON.stringify(body),
    isBase64Encoded: false,
  };
}

async function overHttp({ method, path, query = {}, headers, body }: Request) {
  const search = new URLSearchParams(query).toString();
  const response = await fetch(`${platform.url}${path.replace('{orderId}', orderId)}?${search}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return {
    status: response.status,
    body: await response.text(),
    etag: response.headers.get('etag') ?? undefined,
    type: response.headers.get('content-type') ?? undefined,
  };
}

describe('a request over HTTP and its event from API Gateway', () => {
  it.each(REQUESTS)('$method $path $query $headers get the same response', async (request) => {
    if (request.headers?.['idempotency-key'] !== undefined) await overHttp(request);

    const response = await overHttp(request);
    const outcome = await platform.platform.function(request.function).invoke(captured(request));

    const result = outcome.ok && isFields(outcome.result) ? outcome.result : {};
    const headers = isFields(result.headers) ? result.headers : {};
    expect({
      status: result.statusCode,
      body: result.body,
      etag: headers.etag,
      type: headers['content-type'],
    }).toEqual(response);
  });
});
