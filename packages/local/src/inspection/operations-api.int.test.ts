import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';
import { PinoLogger } from '@snacks/handlers';

import { servedPlatform } from '../../test/served-platform.js';

const NOWHERE = { write: () => {} };

let served: Awaited<ReturnType<typeof servedPlatform>>;

beforeEach(async () => {
  served = await servedPlatform({
    loggerOf: (service, logs) => {
      const destination = service === 'platform' ? NOWHERE : logs.destinationFor(service, NOWHERE);
      return new PinoLogger({ service, level: 'info', destination });
    },
    paymentRules: [{ when: {}, reaction: 'time out' }],
  });
});

afterEach(async () => {
  await served.stop(5_000);
});

async function read(path: string): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await (await fetch(`${served.url}/operations/${path}`)).json();
  if (!isFields(body)) throw new Error('The response is not an object.');
  return body;
}

describe('the operators’ API on one machine', () => {
  it('says why an order is not processed, when its message is delivered again, and shows the try', async () => {
    const { body } = await served.post('/orders', anOrderRequest());
    const orderId = String(body.orderId);
    await served.readUntil(`/operations/orders/${orderId}`, ({ summary }) =>
      JSON.stringify(summary).includes('failed at try 1 of 3'),
    );

    const { summary, axis, missing } = await read(`orders/${orderId}`);

    expect(summary).toMatchObject({
      status: 'PROCESSING',
      why: expect.stringContaining('PAYMENT_TIMED_OUT'),
      next: { text: expect.stringMatching(/delivers it again in \d+ s, try 2 of 3/) },
    });
    expect(axis).toContainEqual(
      expect.objectContaining({ kind: 'message', queue: 'order-processing', attempt: 1 }),
    );
    expect(missing).toEqual([]);
  });

  it('shows the workflow of an order that waits for approval', async () => {
    const { body } = await served.post('/orders', anOrderRequest({ priority: 'high' }));
    const orderId = String(body.orderId);

    const view = await served.readUntil(
      `/operations/orders/${orderId}`,
      ({ workflow }) => workflow !== undefined,
    );

    expect(view).toMatchObject({
      summary: { status: 'PENDING_APPROVAL' },
      workflow: { status: 'RUNNING', deadline: expect.any(String) },
    });
  });

  it('counts the order and the invocations in the metrics of this minute', async () => {
    await served.post('/orders', anOrderRequest());

    const { minutes } = await served.readUntil('/operations/metrics?minutes=2', (metrics) =>
      JSON.stringify(metrics.minutes).includes('"placed":1'),
    );

    expect(Array.isArray(minutes) && minutes.at(-1)).toMatchObject({
      invocations: expect.any(Number),
    });
  });

  it('finds the order by its correlation id in the log', async () => {
    const { body } = await served.post('/orders', anOrderRequest(), {
      'x-correlation-id': 'find-me-7',
    });

    const { items } = await served.readUntil(
      '/operations/orders?q=find-me-7',
      (found) => Array.isArray(found.items) && found.items.length > 0,
    );

    expect(items).toMatchObject([{ orderId: body.orderId }]);
  });
});
