import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';
import { topology } from '@snacks/handlers';

import { RawClient, type RawResponse } from '../../test/raw-request.js';
import { servedPlatform } from '../../test/served-platform.js';
import { LocalIssuer } from '../auth/local-issuer.js';
import { newSigningKey } from '../auth/signing-key.js';

type Served = Awaited<ReturnType<typeof servedPlatform>>;

const running: Served[] = [];

async function served(...options: Parameters<typeof servedPlatform>): Promise<Served> {
  const platform = await servedPlatform(...options);
  running.push(platform);
  return platform;
}

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(running.splice(0).map(async (platform) => platform.stop(5_000)));
});

const PAGE = 'http://localhost:5173';

function preflight(origin: string): RequestInit {
  return {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,if-match',
    },
  };
}

describe('pages of other origins', () => {
  it('may call the API if their origin is allowed, with its methods and headers', async () => {
    const { request, post } = await served({ corsOrigins: [PAGE] });

    const preflighted = await request('/orders', preflight(PAGE));
    const placed = await post('/orders', anOrderRequest(), { origin: PAGE });

    expect(preflighted.status).toBe(204);
    expect(preflighted.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(preflighted.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(preflighted.headers.get('access-control-allow-headers')).toContain('if-match');
    expect(placed.status).toBe(201);
    expect(placed.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(placed.headers.get('access-control-expose-headers')).toContain('etag');
    expect(placed.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each(['/2015-03-31/functions/order-approver/invocations', '/local/queues', '/health'])(
    'may not call %s, which is not part of the API, even if their origin is allowed',
    async (path) => {
      const { request } = await served({ corsOrigins: [PAGE] });
      const headers = { origin: PAGE, 'content-type': 'text/plain' };

      const { status } = await request(path, { method: 'POST', headers, body: '{}' });

      expect(status).toBe(403);
    },
  );

  it.each([
    ['an origin that is not the allowed one', [PAGE], 'http://evil.example'],
    ['any origin if none is allowed', [], PAGE],
  ])('may not call the API from %s', async (_what, corsOrigins, origin) => {
    const { request } = await served({ corsOrigins });

    const { status, headers } = await request('/orders', preflight(origin));

    expect(status).toBe(403);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

/** A request to every interface of the platform, and the media type of its errors. */
const INTERFACES: readonly [string, string, string, string?][] = [
  ['GET', '/orders', 'application/problem+json'],
  ['POST', '/orders', 'application/problem+json'],
  ['GET', '/health', 'application/problem+json'],
  ['GET', '/docs', 'application/problem+json'],
  ['GET', '/openapi.json', 'application/problem+json'],
  ['GET', '/.well-known/jwks.json', 'application/problem+json'],
  ['GET', '/nowhere', 'application/problem+json'],
  ['PUT', '/local/stock/Chips', 'application/problem+json'],
  ['POST', '/local/queues/order-processing-dlq/redrive', 'application/problem+json'],
  ['POST', '/2015-03-31/functions/order-creator/invocations', 'application/json'],
  ['POST', '/', 'application/json', 'AmazonSQS.ListQueues'],
  ['POST', '/000000000000/order-processing', 'application/json', 'AmazonSQS.PurgeQueue'],
  ['POST', '/', 'text/xml'],
];

type HeadersOf = (host: string) => Readonly<Record<string, string>>;

const ALLOWED: readonly [string, HeadersOf][] = [
  ['a program', (host) => ({ host })],
  ['a program that calls localhost', () => ({ host: 'localhost' })],
  ['a program that calls the IPv6 address', () => ({ host: '[::1]:80' })],
  ['a page of the platform', (host) => ({ host, origin: `http://${host}` })],
];

const REFUSED: readonly [string, HeadersOf][] = [
  ['a page of another host', (host) => ({ host, origin: 'http://evil.example' })],
  ['a page of another port', (host) => ({ host, origin: 'http://127.0.0.1:1' })],
  ['a page without an origin', (host) => ({ host, origin: 'null' })],
  ['a page whose host name resolves to this machine', () => ({ host: 'evil.example:3000' })],
  ['a host name that begins with localhost', () => ({ host: 'localhost.evil.example' })],
];

describe.each([
  ['without authentication', false],
  ['with authentication', true],
])('every interface of a platform %s', (_what, hasAuthentication) => {
  /** Calls every interface with these headers, and returns the responses. */
  async function callAll(headersOf: HeadersOf): Promise<readonly RawResponse[]> {
    const issuer = hasAuthentication ? new LocalIssuer(await newSigningKey()) : undefined;
    const { url } = await served({ corsOrigins: [PAGE], issuer });
    const client = new RawClient(url);
    const responses: RawResponse[] = [];
    for (const [method, path, _mediaType, target] of INTERFACES) {
      const aws = target === undefined ? {} : { 'x-amz-target': target };
      const headers = { ...headersOf(new URL(url).host), ...aws };
      responses.push(await client.send({ method, path, headers }));
    }
    client.close();
    return responses;
  }

  it.each(ALLOWED)('allows %s', async (_who, headersOf) => {
    const responses = await callAll(headersOf);

    expect(responses.map(({ status }) => status)).not.toContain(403);
  });

  it.each(REFUSED)(
    'refuses %s in the format of each interface, and says how to fix the request',
    async (_who, headersOf) => {
      const responses = await callAll(headersOf);

      expect(responses.map(({ status, contentType }) => [status, contentType])).toEqual(
        INTERFACES.map(([_method, _path, mediaType]) => [403, mediaType]),
      );
      for (const { body } of responses)
        expect(body).toMatch(/--cors-origin|localhost, 127\.0\.0\.1/);
    },
  );
});

describe('a platform with rate limits', () => {
  it('returns 429 beyond the burst of a route, and serves the other routes', async () => {
    // The clock does not move, so that nothing is refilled however long the requests take.
    jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const { request } = await served({ throttled: true });
    const route = topology.api.routes.find(({ path }) => path.endsWith('/timeline'));
    const { burst = 0 } = route?.throttle ?? {};
    const path = '/orders/none/timeline';

    const responses = await Promise.all(
      Array.from({ length: burst + 10 }, async () => request(path)),
    );

    const refused = responses.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]?.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await request('/orders')).status).toBe(200);
  });
});

describe('the documentation', () => {
  it('is served as documents, and as a page that needs no other host', async () => {
    const { url, request } = await served();

    const { body } = await request('/openapi.json');
    const events = await request('/asyncapi.json');
    const page = await fetch(`${url}/docs`);
    const text = await page.text();

    expect(body).toMatchObject({ openapi: '3.1.0' });
    expect(events.body).toMatchObject({ asyncapi: '3.0.0' });
    expect(text).not.toMatch(/https?:/);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const [, link = ''] of text.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
      expect([link, (await fetch(`${url}${link}`)).status]).toEqual([link, 200]);
    }
  });

  it('explains a problem at the URL in its type', async () => {
    const { url, request } = await served();
    const { body } = await request('/orders/none');

    const page = await fetch(new URL(String(body.type), url));

    expect(await page.text()).toContain('## ORDER_NOT_FOUND');
    expect(body.type).toBe('/docs/problems.md#order_not_found');
  });
});

describe('an event of a vending machine', () => {
  it('is recorded, and places an order if it contains one', async () => {
    const { post, readUntil } = await served();
    const reading = { source: 'sensor-01', type: 'temperature', payload: { value: 22.5 } };

    const accepted = await post('/events', reading);
    await post('/events', { ...reading, type: 'order.submitted', payload: anOrderRequest() });

    expect(accepted.status).toBe(202);
    await readUntil('/orders', ({ orders }) => Array.isArray(orders) && orders.length === 1);
    await readUntil('/local/events', ({ events }) =>
      JSON.stringify(events).includes(`"${String(accepted.body.eventId)}:1:0"`),
    );
  });
});
