import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';
import { CryptoIdGenerator, topology } from '@snacks/handlers';
import { Hono } from 'hono';
import { SignJWT, UnsecuredJWT } from 'jose';

import { violationsOf } from '../../test/api-contract.js';
import { casesOf, LOCAL_ROUTES, ROUTES, UNAUTHENTICATED } from '../../test/route-callers.js';
import { servedPlatform } from '../../test/served-platform.js';
import { LocalIssuer } from '../auth/local-issuer.js';
import { newSigningKey } from '../auth/signing-key.js';
import { Faults } from '../faults/faults.js';
import { faultsApi, RunningPaymentRules } from '../faults/faults-api.js';
import { inspectionApi } from '../inspection/inspection-api.js';
import { SystemTimers } from '../platform/system-timers.js';

type Served = Awaited<ReturnType<typeof servedPlatform>>;

const HOUR = 3_600;
let issuer: LocalIssuer;
let platform: Served;
let tokens: Readonly<Record<string, string>>;

const CLAIMS = {
  iss: 'urn:serverless-snacks:local-issuer',
  aud: 'serverless-snacks',
  sub: 'alice',
};

beforeAll(async () => {
  issuer = new LocalIssuer(await newSigningKey());
  const other = new LocalIssuer(await newSigningKey());
  const mint = async (subject: string, ...groups: string[]) =>
    issuer.mint({ subject, groups, expiresIn: HOUR });
  const [header = '', payload = '', signature = ''] = (await mint('alice')).split('.');
  const [, operators = ''] = (await mint('alice', 'operator')).split('.');
  const now = Math.floor(Date.now() / 1_000);
  tokens = {
    owner: await mint('alice'),
    'another customer': await mint('bob'),
    operator: await mint('olga', 'operator'),
    approver: await mint('amy', 'approver'),
    'approver who owns it': await mint('alice', 'approver'),
    device: await mint('machine-7', 'device'),
    'expired token': await issuer.mint({ subject: 'alice', groups: [], expiresIn: -60 }),
    'token of another issuer': await other.mint({ subject: 'alice', groups: [], expiresIn: HOUR }),
    'token with a forged signature': `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
    'token with claims of one and signature of another': `${header}.${operators}.${signature}`,
    'token without a signature': new UnsecuredJWT(CLAIMS).setExpirationTime(now + HOUR).encode(),
    'token signed with the public key as a secret': await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(now + HOUR)
      .sign(new TextEncoder().encode(JSON.stringify(issuer.keySet.keys[0]))),
    'text that is no token': 'alice',
  };
  platform = await servedPlatform({ issuer });
});

afterAll(async () => {
  await platform.stop(5_000);
});

function headersOf(who: string): Record<string, string> {
  const token = tokens[who];
  return {
    'content-type': 'application/json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
}

/** Places an order of alice that waits for approval, so that every command can be tried on it. */
async function anOrderOfAlice(): Promise<string> {
  const order = anOrderRequest({ priority: 'high' });
  const { status, body } = await platform.post('/orders', order, headersOf('owner'));
  if (status !== 201) throw new Error(`Alice cannot order: ${JSON.stringify(body)}`);
  return String(body.orderId);
}

const CASES = casesOf(ROUTES);

/** A request for an order of alice, which waits for approval, or for what there is not. */
const PARAMETERS = { name: 'Nuts', queue: 'order-processing-dlq', messageId: 'none' };

async function send(route: string, who: string, body: unknown, orderId: string) {
  const [method = '', path = ''] = route.split(' ');
  const parameters = new Map(Object.entries({ ...PARAMETERS, orderId }));
  const response = await fetch(
    `${platform.url}${path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => parameters.get(name) ?? '')}`,
    {
      method,
      headers: { ...headersOf(who), 'if-match': '"1"' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    },
  );
  return { response, text: await response.text() };
}

async function openStream(
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | null = null,
): Promise<Response> {
  return fetch(`${platform.url}/local/events`, {
    headers: { ...headers, accept: 'text/event-stream' },
    signal,
  });
}

/** Opens the stream by a token that expires soon, but not before a busy machine has opened it. */
async function streamUntilExpiry(): Promise<Response> {
  for (let expiresIn = 1; ; expiresIn *= 2) {
    const token = await issuer.mint({ subject: 'olga', groups: ['operator'], expiresIn });
    const response = await openStream({ authorization: `Bearer ${token}` });
    if (response.status === 200 || expiresIn > 10) return response;
  }
}

describe('an API with authentication', () => {
  it('has a row here for every route of the topology', () => {
    expect(ROUTES.map(({ route }) => route)).toEqual(
      topology.api.routes.map(({ method, path }) => `${method} ${path}`),
    );
  });

  it.each(CASES)('returns $status to $who for $route', async ({ route, who, status, body }) => {
    const orderId = await anOrderOfAlice();

    const { response, text } = await send(route, who, body, orderId);

    expect(response.status).toBe(status);
    expect(violationsOf(route, status, response.headers.get('content-type'), text)).toEqual([]);
    const challenge = response.headers.get('www-authenticate') ?? '';
    expect(challenge.startsWith('Bearer')).toBe(status === 401);
  });

  it('has a row here for every route of the local platform', () => {
    const timers = new SystemTimers();
    const faults = new Faults(timers, Math.random);
    const stopping = new AbortController().signal;
    const { routes } = new Hono()
      .route(
        '/',
        inspectionApi(platform.platform, { timers, ids: new CryptoIdGenerator(), stopping }),
      )
      .route('/', faultsApi(platform.platform, faults, new RunningPaymentRules([])));
    const keys = routes.map(
      ({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`,
    );

    expect(LOCAL_ROUTES.map(({ route }) => route)).toEqual(keys);
  });

  it.each(casesOf(LOCAL_ROUTES))(
    'returns $status to $who for $route, of the local platform alone',
    async ({ route, who, status, body }) => {
      const orderId = await anOrderOfAlice();

      const { response } = await send(route, who, body, orderId);

      expect(response.status).toBe(status);
    },
  );

  it('opens the stream of all events to operators alone', async () => {
    const stopped = new AbortController();
    const statuses = new Map<string, number>();
    for (const who of [...UNAUTHENTICATED, 'owner', 'approver', 'device', 'operator']) {
      const { status } = await openStream(headersOf(who), stopped.signal);
      statuses.set(who, status);
    }
    stopped.abort();

    expect(Object.fromEntries(statuses)).toEqual({
      ...Object.fromEntries(UNAUTHENTICATED.map((who) => [who, 401])),
      owner: 403,
      approver: 403,
      device: 403,
      operator: 200,
    });
  });

  it('ends the stream of an operator when their token expires', async () => {
    const response = await streamUntilExpiry();

    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^retry: 1000\nid: .+\nevent: begin\n.+\n\n$/);
  });

  it('requires approvers to name the version of the order that they saw', async () => {
    const path = `/orders/${await anOrderOfAlice()}/approval`;

    const { status, body } = await platform.post(
      path,
      { decision: 'approve' },
      headersOf('approver'),
    );

    expect(status).toBe(428);
    expect(body).toMatchObject({ code: 'VERSION_REQUIRED' });
  });

  it('returns the same for an order of another customer as for an unknown order', async () => {
    const unknown = '00000000-0000-4000-8000-00000000ffff';
    const theirs = await anOrderOfAlice();

    for (const { route, body } of CASES.filter(
      ({ who, status }) => who === 'another customer' && status === 404,
    )) {
      const hidden = await send(route, 'another customer', body, theirs);
      const missing = await send(route, 'another customer', body, unknown);

      expect(hidden.text).toBe(missing.text.replaceAll(unknown, theirs));
    }
  });

  it('lists only the orders of the customer, whatever the query asks for', async () => {
    await anOrderOfAlice();

    const own = await platform.request('/orders', { headers: headersOf('another customer') });
    const others = await platform.request('/orders?customerId=alice', {
      headers: headersOf('another customer'),
    });

    const owners = new Set(
      Array.isArray(own.body.orders) ? own.body.orders.map((order) => order.customerId) : [],
    );
    expect([...owners].filter((owner) => owner !== 'bob')).toEqual([]);
    expect(others.status).toBe(403);
  });

  it('takes the owner from the token, never from the body', async () => {
    const order = { ...anOrderRequest(), customerId: 'alice' };

    const { status, body } = await platform.post('/orders', order, headersOf('another customer'));

    expect(status).toBe(400);
    expect(body.errors).toEqual([expect.objectContaining({ code: 'CUSTOMER_ID_NOT_YOURS' })]);
  });

  it('places two orders for one idempotency key of two callers', async () => {
    const key = { 'idempotency-key': 'the-same' };
    const order = anOrderRequest();

    const responses = [
      await platform.post('/orders', order, { ...headersOf('owner'), ...key }),
      await platform.post('/orders', order, { ...headersOf('another customer'), ...key }),
      await platform.post('/orders', order, { ...headersOf('owner'), ...key }),
    ];

    expect(responses.map(({ status }) => status)).toEqual([201, 201, 200]);
    expect(responses[0]?.body.orderId).not.toBe(responses[1]?.body.orderId);
    expect(responses[2]?.body.orderId).toBe(responses[0]?.body.orderId);
  });

  it('refuses a cursor that was issued to another caller', async () => {
    await anOrderOfAlice();
    await anOrderOfAlice();
    const { body } = await platform.request('/orders?limit=1', { headers: headersOf('operator') });
    const path = `/orders?limit=1&cursor=${String(body.nextCursor)}`;

    const own = await platform.request(path, { headers: headersOf('operator') });
    const stolen = await platform.request(path, { headers: headersOf('approver') });

    expect(own.status).toBe(200);
    expect(stolen).toMatchObject({ status: 400, body: { code: 'CURSOR_INVALID' } });
  });

  it('publishes its public key, without the private key', async () => {
    const { body } = await platform.request('/.well-known/jwks.json');

    expect(body.keys).toEqual([
      {
        alg: 'ES256',
        use: 'sig',
        kty: 'EC',
        crv: 'P-256',
        kid: expect.any(String),
        x: expect.any(String),
        y: expect.any(String),
      },
    ]);
  });
});
