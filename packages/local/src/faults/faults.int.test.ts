import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';

import { servedPlatform } from '../../test/served-platform.js';

let served: Awaited<ReturnType<typeof servedPlatform>>;

beforeEach(async () => {
  served = await servedPlatform({
    adjustQueue: (settings) =>
      settings.visibilityTimeoutSeconds === undefined
        ? settings
        : { ...settings, visibilityTimeoutSeconds: 0.05 },
  });
});

afterEach(async () => {
  await served.stop(5_000);
});

async function request(method: string, path: string, body?: object) {
  const response = await fetch(`${served.url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const parsed: unknown = await response.json();
  if (!isFields(parsed)) throw new Error('The response is not an object.');
  return { status: response.status, body: parsed };
}

const switchOn = async (...faults: readonly object[]) =>
  request('PUT', '/local/faults', { faults });

async function place(): Promise<string> {
  const { body } = await request('POST', '/orders', anOrderRequest());
  return String(body.orderId);
}

const untilStatus = async (orderId: string, wanted: string) =>
  served.readUntil(`/orders/${orderId}`, ({ status }) => status === wanted);

const untilDeadLetters = async (count: number) =>
  served.readUntil(
    '/local/queues/order-processing-dlq',
    ({ messages }) => Array.isArray(messages) && messages.length === count,
  );

async function brokenInvariants(): Promise<readonly unknown[]> {
  const { body } = await request('GET', '/local/invariants');
  const results: readonly unknown[] = Array.isArray(body.invariants) ? body.invariants : [];
  return results.filter((one) => isFields(one) && one.holds === false);
}

describe('faults that are switched on while the platform runs', () => {
  it('make the calls of a port fail until they are switched off, and no order is lost', async () => {
    await switchOn({ target: 'payments', fault: 'refuse' });
    const orderId = await place();
    await untilDeadLetters(1);
    expect(await brokenInvariants()).toEqual([]);

    await request('DELETE', '/local/faults');
    await request('POST', '/operations/dead-letters/order-processing-dlq/redrive', {
      messageIds: 'all',
      reason: 'the provider is back',
    });

    await untilStatus(orderId, 'PROCESSED');
    expect(await brokenInvariants()).toEqual([]);
  });

  it('lose the response of a call that took effect, which is safe to repeat', async () => {
    await switchOn({ target: 'inventory', fault: 'lose response' });
    const orderId = await place();
    await untilDeadLetters(1);
    await request('DELETE', '/local/faults');
    await request('POST', '/local/queues/order-processing-dlq/redrive');

    await untilStatus(orderId, 'PROCESSED');
    expect(await brokenInvariants()).toEqual([]);
  });

  it('crash a function after its first change, which stays in effect', async () => {
    await switchOn({ target: 'order-creator', fault: 'crash' });
    const { status } = await request('POST', '/orders', anOrderRequest());
    await request('DELETE', '/local/faults');

    expect(status).toBe(500);
    const { body } = await request('GET', '/orders');
    expect(body.orders).toHaveLength(1);
  });

  it('let a crashed function change nothing after its first change', async () => {
    await switchOn({ target: 'order-processor', fault: 'crash' });
    const orderId = await place();
    await untilDeadLetters(1);

    expect((await request('GET', `/orders/${orderId}`)).body.status).toBe('PROCESSING');
    // The three tries got to the claim, the reservation and the authorisation.
    const { body } = await request('GET', `/local/payments/${orderId}`);
    expect(body.state).not.toBe('captured');
    expect(await brokenInvariants()).toEqual([]);
  });

  it('slow calls down, without another effect', async () => {
    await switchOn({ target: 'order-creator', fault: 'slow', milliseconds: 50 });
    const start = performance.now();
    await place();

    expect(performance.now() - start).toBeGreaterThanOrEqual(50);
  });

  it('count how many calls they met, and list what they can be injected into', async () => {
    const { body } = await switchOn({ target: 'catalogue', fault: 'refuse', percent: 100 });
    expect(body).toMatchObject({
      faults: [{ target: 'catalogue', fault: 'refuse', percent: 100 }],
      ports: expect.arrayContaining(['orders', 'payments']),
      functions: expect.arrayContaining(['order-processor']),
      injected: 0,
    });

    await request('GET', '/snacks');

    expect((await request('GET', '/local/faults')).body.injected).toBe(1);
  });

  it.each([
    [{ target: 'nothing', fault: 'slow' }, 'faults[0].target'],
    [{ target: 'payments', fault: 'crash' }, 'faults[0].fault'],
    [{ target: 'payments', fault: 'slow', milliseconds: 0 }, 'faults[0].milliseconds'],
    [{ target: 'payments', fault: 'refuse', milliseconds: 5 }, 'faults[0].milliseconds'],
    [{ target: 'payments', fault: 'refuse', percent: 101 }, 'faults[0].percent'],
    [{ target: 'payments', fault: 'refuse', when: 'now' }, 'faults[0]'],
  ])('are refused if they are not valid: %j', async (fault, field) => {
    const { status, body } = await switchOn(fault);

    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ field, code: 'FAULT_INVALID' }]);
  });
});

describe('payment rules', () => {
  it('are replaced while the platform runs', async () => {
    const rules = [{ when: { amount: 9.97 }, reaction: 'decline' }];
    expect((await request('PUT', '/local/payment-rules', { rules })).body).toEqual({ rules });
    await untilStatus(await place(), 'FAILED');

    await request('PUT', '/local/payment-rules', { rules: [] });
    await untilStatus(await place(), 'PROCESSED');
  });

  it('stay as they are if the new ones are not valid', async () => {
    const rules = [{ when: { amount: 1 }, reaction: 'decline' }];
    await request('PUT', '/local/payment-rules', { rules });

    const { status } = await request('PUT', '/local/payment-rules', { rules: [{ when: {} }] });

    expect(status).toBe(400);
    expect((await request('GET', '/local/payment-rules')).body).toEqual({ rules });
  });
});
