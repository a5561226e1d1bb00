import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';
import { FUNCTION_NAMES } from '@snacks/handlers';

import { servedPlatform } from '../../test/served-platform.js';

type Served = Awaited<ReturnType<typeof servedPlatform>>;
let served: Served;

beforeEach(async () => {
  served = await servedPlatform();
});

afterEach(async () => {
  await served.stop(5_000);
});

const INVOKE = '/2015-03-31/functions';

/** A nesting so deep that code that walks it would overflow the stack. */
const DEEP = '['.repeat(100_000) + ']'.repeat(100_000);

describe("Lambda's Invoke API", () => {
  it('invokes a function by its name and returns its result', async () => {
    const response = await served.post(`${INVOKE}/order-creator/invocations`, anOrderRequest());

    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-executed-version')).toBe('$LATEST');
    expect(response.body).toEqual({
      statusCode: 201,
      headers: expect.objectContaining({ location: expect.stringMatching(/^\/orders\//) }),
      body: expect.stringContaining('"status":"NEW"'),
    });
  });

  it('accepts a qualified name and an ARN', async () => {
    const arn = encodeURIComponent(
      'arn:aws:lambda:eu-central-1:000000000000:function:order-creator',
    );

    const qualified = await served.post(`${INVOKE}/order-creator:$LATEST/invocations`, {});
    const byArn = await served.post(`${INVOKE}/${arn}/invocations`, {});

    expect([qualified.body.statusCode, byArn.body.statusCode]).toEqual([400, 400]);
  });

  it('invokes every function of the topology', async () => {
    for (const name of FUNCTION_NAMES) {
      const { status } = await served.post(`${INVOKE}/${name}/invocations`, {});
      expect(status).toBe(200);
    }
  });

  it('returns at once for an asynchronous invocation, and runs it', async () => {
    const response = await served.post(`${INVOKE}/order-creator/invocations`, anOrderRequest(), {
      'x-amz-invocation-type': 'Event',
    });

    expect(response).toMatchObject({ status: 202, body: {} });
    await served.readUntil(
      '/orders?status=PROCESSED',
      ({ orders }) => Array.isArray(orders) && orders.length === 1,
    );
  });

  it('invokes nothing in a dry run', async () => {
    const response = await served.post(`${INVOKE}/order-creator/invocations`, anOrderRequest(), {
      'x-amz-invocation-type': 'DryRun',
    });

    expect(response.status).toBe(204);
    expect(await served.countOrders()).toBe(0);
  });

  it('returns a function error as Lambda does', async () => {
    const response = await served.post(`${INVOKE}/order-processor/invocations`, {});

    expect(response.status).toBe(200);
    expect(response.headers.get('x-amz-function-error')).toBe('Unhandled');
    expect(response.body).toMatchObject({ errorType: 'UnsupportedEventError' });
  });

  it.each([
    ['an unknown function', 'unknown', '{}', 'RequestResponse', 404, 'ResourceNotFoundException'],
    [
      'invalid JSON',
      'order-creator',
      'x',
      'RequestResponse',
      400,
      'InvalidRequestContentException',
    ],
    [
      'JSON that nests too deep',
      'order-creator',
      DEEP,
      'Event',
      400,
      'InvalidRequestContentException',
    ],
    ['an unknown type', 'order-creator', '{}', 'Later', 400, 'InvalidParameterValueException'],
  ])('refuses %s', async (_what, name, body, type, status, error) => {
    const response = await served.post(`${INVOKE}/${name}/invocations`, body, {
      'x-amz-invocation-type': type,
    });

    expect(response.status).toBe(status);
    expect(response.headers.get('x-amzn-errortype')).toBe(error);
    expect(response.body.Message).toEqual(expect.any(String));
  });

  it.each([
    ['RequestResponse', 6],
    ['Event', 1],
  ])('refuses a payload for %s over %i MB', async (type, megabytes) => {
    const payload = JSON.stringify('x'.repeat(megabytes * 1_024 * 1_024));

    const response = await served.post(`${INVOKE}/order-creator/invocations`, payload, {
      'x-amz-invocation-type': type,
    });

    expect(response.status).toBe(413);
    expect(response.headers.get('x-amzn-errortype')).toBe('RequestTooLargeException');
  });
});
