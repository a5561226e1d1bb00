import { afterEach, describe, expect, it } from '@jest/globals';
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
  it('may call the API where their origin is named, with its methods and headers', async () => {
    const { request, post } = await served({ corsOrigins: [PAGE] });

    const asked = await request('/orders', preflight(PAGE));
    const placed = await post('/orders', anOrderRequest(), { origin: PAGE });

    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(asked.headers.get('access-control-allow-methods')).toContain('PUT');
    expect(asked.headers.get('access-control-allow-headers')).toContain('if-match');
    expect(placed.status).toBe(201);
    expect(placed.headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(placed.headers.get('access-control-expose-headers')).toContain('etag');
    expect(placed.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each(['/2015-03-31/functions/order-approver/invocations', '/local/queues', '/health'])(
    'may not call %s, which is no part of the API, even where they are named',
    async (path) => {
      const { request } = await served({ corsOrigins: [PAGE] });
      const headers = { origin: PAGE, 'content-type': 'text/plain' };

      const { status } = await request(path, { method: 'POST', headers, body: '{}' });

      expect(status).toBe(403);
    },
  );

  it.each([
    ['another origin than the one that is named', [PAGE], 'http://evil.example'],
    ['any origin where none is named', [], PAGE],
  ])('may not, of %s', async (_what, corsOrigins, origin) => {
    const { request } = await served({ corsOrigins });

    const { status, headers } = await request('/orders', preflight(origin));

    expect(status).toBe(403);
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

/** A request on every side of the platform, and the media type in which that side refuses. */
const SIDES: readonly [string, string, string, string?][] = [
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

const LET_IN: readonly [string, HeadersOf][] = [
  ['a program', (host) => ({ host })],
  ['a program, by the name of this machine', () => ({ host: 'localhost' })],
  ['a program, by its other address', () => ({ host: '[::1]:80' })],
  ['the own page', (host) => ({ host, origin: `http://${host}` })],
];

const FOREIGN: readonly [string, HeadersOf][] = [
  ['another page', (host) => ({ host, origin: 'http://evil.example' })],
  ['a page of another port', (host) => ({ host, origin: 'http://127.0.0.1:1' })],
  ['a page of no origin', (host) => ({ host, origin: 'null' })],
  ['a page whose name leads here', () => ({ host: 'evil.example:3000' })],
  ['a name that begins as ours', () => ({ host: 'localhost.evil.example' })],
];

describe.each([
  ['without a login', false],
  ['with a login', true],
])('every side of a platform %s', (_what, hasLogin) => {
  /** What the sides response to a caller with these headers. */
  async function ask(headersOf: HeadersOf): Promise<readonly RawResponse[]> {
    const issuer = hasLogin ? new LocalIssuer(await newSigningKey()) : undefined;
    const { url } = await served({ corsOrigins: [PAGE], issuer });
    const client = new RawClient(url);
    const responses: RawResponse[] = [];
    for (const [method, path, _form, target] of SIDES) {
      const aws = target === undefined ? {} : { 'x-amz-target': target };
      const headers = { ...headersOf(new URL(url).host), ...aws };
      responses.push(await client.send({ method, path, headers }));
    }
    client.close();
    return responses;
  }

  it.each(LET_IN)('lets %s in', async (_who, headersOf) => {
    const responses = await ask(headersOf);

    expect(responses.map(({ status }) => status)).not.toContain(403);
  });

  it.each(FOREIGN)('refuses %s, each in its form, and says how to mend it', async (_who, of) => {
    const responses = await ask(of);

    expect(responses.map(({ status, contentType }) => [status, contentType])).toEqual(
      SIDES.map(([_method, _path, form]) => [403, form]),
    );
    for (const { body } of responses) expect(body).toMatch(/--cors-origin|localhost, 127\.0\.0\.1/);
  });
});

describe('a platform that takes no more requests than the topology says', () => {
  it('returns 429 beyond the burst of a route, and serves the other routes', async () => {
    const { request } = await served({ throttled: true });
    const route = topology.api.routes.find(({ path }) => path.endsWith('/timeline'));
    const { burst = 0 } = route?.throttle ?? {};
    const path = '/orders/none/timeline';

    const responses = await Promise.all(
      Array.from({ length: burst * 3 }, async () => request(path)),
    );

    const refused = responses.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(responses.length - refused.length).toBeGreaterThanOrEqual(burst);
    expect(refused[0]?.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect((await request('/orders')).status).toBe(200);
  });
});

describe('the documentation', () => {
  it('is served as documents and as a page that needs no other host', async () => {
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

  it('explains a problem under the type of the problem', async () => {
    const { url, request } = await served();
    const { body } = await request('/orders/none');

    const page = await fetch(new URL(String(body.type), url));

    expect(await page.text()).toContain('## ORDER_NOT_FOUND');
    expect(body.type).toBe('/docs/problems.md#order_not_found');
  });
});

describe('an event of a vending machine', () => {
  it('places the order that it asks for, and is recorded where it asks for none', async () => {
    const { post, readUntil } = await served();
    const reading = { source: 'sensor-01', type: 'temperature', payload: { value: 22.5 } };

    const taken = await post('/events', reading);
    await post('/events', { ...reading, type: 'order.submitted', payload: anOrderRequest() });

    expect(taken.status).toBe(202);
    await readUntil('/orders', ({ orders }) => Array.isArray(orders) && orders.length === 1);
    await readUntil('/local/events', ({ events }) =>
      JSON.stringify(events).includes(`"${String(taken.body.eventId)}:1:0"`),
    );
  });
});
