import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { FIELD_RULES, LIMITS } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';
import { topology } from '@snacks/handlers';
import * as fc from 'fast-check';

import { violationsOf } from '../../test/api-contract.js';
import { RawClient, type RawRequest } from '../../test/raw-request.js';
import { servedPlatform } from '../../test/served-platform.js';

/** For more requests, run `FUZZ_REQUESTS=100000 npm test -w @snacks/local -- fuzz`. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 4_000);
const AT_ONCE = 16;

jest.setTimeout(60_000 + REQUESTS * 20);

let platform: Awaited<ReturnType<typeof servedPlatform>>;
let client: RawClient;
let known: string;

beforeAll(async () => {
  platform = await servedPlatform();
  client = new RawClient(platform.url);
  const { body } = await platform.post('/orders', anOrderRequest({ priority: 'high' }));
  known = String(body.orderId);
});

afterAll(async () => {
  client.close();
  await platform.stop(10_000);
});

/** Values that often break programs. */
const NASTY =
  ' |0|-1|1e309|NaN|null|__proto__|constructor|toString|..|../..|%|%00|%E0%A4%A|\u0000|\ud800|\u202e|<b>|*|"1"|W/"1"|"1", "2"|"99"'
    .split('|')
    .concat('', 'x'.repeat(300));
const NUMBERS = [-0, 0, -1, 0.1, 1.005, 2 ** 53, 1e308, Number.MAX_SAFE_INTEGER];

const text = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'binary' }));
const header = text.map((value) => value.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 400));
const scalar = fc.oneof(text, fc.constantFrom(...NUMBERS), fc.boolean(), fc.constant(null));
const anything = fc.oneof(
  scalar,
  fc.jsonValue({ maxDepth: 4 }),
  fc.dictionary(text, scalar, { maxKeys: 4 }),
  fc.array(scalar, { maxLength: 4 }),
);

const EVENT = { source: 'sensor-01', type: 'temperature', payload: { value: 22.5 } };
const BODIES = [anOrderRequest(), { decision: 'approve', note: 'approved' }, EVENT];
const FIELDS = [...Object.keys(FIELD_RULES), '__proto__', 'constructor', 'idempotencyKey'];

/** A valid body in which some fields have other values. */
const almostValid = fc
  .tuple(fc.constantFrom(...BODIES), fc.dictionary(fc.constantFrom(...FIELDS), anything))
  .map(([body, changes]) => JSON.stringify({ ...body, ...changes }));
const submitted = anything.map((payload) =>
  JSON.stringify({ ...EVENT, type: 'order.submitted', payload }),
);

const body = fc.oneof(
  { weight: 6, arbitrary: almostValid },
  { weight: 2, arbitrary: submitted },
  { weight: 2, arbitrary: anything.map((value) => JSON.stringify(value) ?? '') },
  { weight: 1, arbitrary: text },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '{"__proto__":{"polluted":true}}',
      '{"constructor":{"prototype":{"polluted":true}}}',
      `{"payload":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
      '{"source":"a","type":"b","payload":{"__proto__":{"polluted":true}}}',
      `"${'x'.repeat(LIMITS.requestBytes)}"`,
      '['.repeat(10_000),
    ),
  },
);

const headers = fc.record(
  {
    'content-type': fc.oneof(
      { weight: 8, arbitrary: fc.constant('application/json') },
      { weight: 1, arbitrary: header },
    ),
    'idempotency-key': header,
    'if-match': header,
    'if-none-match': header,
    'x-correlation-id': header,
    authorization: header,
    accept: header,
  },
  { requiredKeys: ['content-type'] },
);

const request = fc
  .record({
    route: fc.constantFrom(...topology.api.routes),
    orderId: fc.oneof(fc.constant(''), text, fc.uuid()),
    isKnown: fc.boolean(),
    raw: fc.boolean(),
    query: fc.dictionary(
      fc.oneof(fc.constantFrom('status', 'limit', 'cursor', 'customerId'), text),
      text,
      { maxKeys: 3 },
    ),
    headers,
    body,
  })
  .map(({ route, orderId, isKnown, raw, query, headers: fields, body: content }) => {
    const { method, path } = route;
    const safe = encodeURIComponent(orderId.replaceAll(/\p{Cs}/gu, '?'));
    const id = raw ? orderId.replaceAll(/[^\x21-\x7e]|[/?#\\]/g, '') : safe;
    const pathFor = (knownId: string) => path.replace('{orderId}', () => (isKnown ? knownId : id));
    const wellFormed = Object.entries(query).map(([name, value]): [string, string] => [
      name.replaceAll(/\p{Cs}/gu, '?'),
      value.replaceAll(/\p{Cs}/gu, '?'),
    ]);
    const search = new URLSearchParams(wellFormed).toString();
    const make = (knownId: string): RawRequest => ({
      method,
      path: `${pathFor(knownId)}${search === '' ? '' : `?${search}`}`,
      headers: fields,
      ...(method !== 'GET' && { body: content }),
    });
    return { route: `${method} ${path}`, make };
  });

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  return process.memoryUsage().heapUsed;
}

describe('any request', () => {
  it('gets a documented response, and leaks no memory', async () => {
    const seed = Number(process.env.FUZZ_SEED ?? 20_261_121);
    const requests = fc.sample(request, { numRuns: REQUESTS, seed });
    const before = heapAfterCollection();
    const found: string[] = [];
    const statuses = new Map<number, number>();
    for (let at = 0; at < requests.length; at += AT_ONCE) {
      await Promise.all(
        requests.slice(at, at + AT_ONCE).map(async ({ route, make }) => {
          const sent = make(known);
          const { status, contentType, body: response } = await client.send(sent);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          const violations = violationsOf(route, status, contentType, response);
          if (status >= 500 || violations.length > 0) {
            found.push(`${JSON.stringify(sent)} got ${status} ${response}: ${violations.join()}`);
          }
        }),
      );
    }

    expect(found).toEqual([]);
    expect([...statuses.keys()]).toEqual(
      expect.arrayContaining([200, 201, 202, 400, 404, 413, 415]),
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(await platform.platform.waitUntilIdle(10_000)).toBe(true);
    expect((heapAfterCollection() - before) / REQUESTS).toBeLessThan(10_000);
  });
});
