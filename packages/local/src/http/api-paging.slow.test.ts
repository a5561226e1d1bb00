import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';

import { servedPlatform } from '../../test/served-platform.js';

let platform: Awaited<ReturnType<typeof servedPlatform>>;

beforeAll(async () => {
  platform = await servedPlatform();
});

afterAll(async () => {
  await platform.stop(10_000);
});

async function place(count: number): Promise<string[]> {
  const placed: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { status, body } = await platform.post('/orders', anOrderRequest());
    if (status !== 201) throw new Error(`not placed: ${JSON.stringify(body)}`);
    placed.push(String(body.orderId));
  }
  return placed;
}

/** Reads all pages, and returns the ids in the order of the pages. */
async function readAllPages(): Promise<string[]> {
  const found: string[] = [];
  let cursor = '';
  do {
    const { status, body } = await platform.request(`/orders?limit=7${cursor}`);
    if (status !== 200 || !Array.isArray(body.orders)) throw new Error(JSON.stringify(body));
    found.push(...body.orders.map((order) => String(order.orderId)));
    cursor = typeof body.nextCursor === 'string' ? `&cursor=${body.nextCursor}` : '';
  } while (cursor !== '');
  return found;
}

describe('the pages of a listing', () => {
  it('contain every existing order once, while a thousand orders are placed', async () => {
    const existing = await place(500);

    const writing = Promise.all(Array.from({ length: 10 }, async () => place(100)));
    const found = await readAllPages();
    const written = (await writing).flat();

    expect(written).toHaveLength(1_000);
    expect(new Set(found).size).toBe(found.length);
    expect(existing.filter((orderId) => !found.includes(orderId))).toEqual([]);
  });

  it('are refused for a cursor with a flipped bit in any byte', async () => {
    await place(2);
    const { body } = await platform.request('/orders?limit=1');
    const cursor = String(body.nextCursor);

    const responses = await Promise.all(
      Array.from(cursor, async (_character, at) => {
        const bytes = Buffer.from(cursor);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        const flipped = encodeURIComponent(bytes.toString('latin1'));
        return platform.request(`/orders?limit=1&cursor=${flipped}`);
      }),
    );

    expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 400));
  });

  it('publishes one event for an order that is cancelled twice', async () => {
    const { body } = await platform.post('/orders', anOrderRequest({ priority: 'high' }));
    const path = `/orders/${String(body.orderId)}`;

    const responses = [
      await platform.request(path, { method: 'DELETE' }),
      await platform.request(path, { method: 'DELETE' }),
    ];
    await platform.platform.waitUntilIdle(5_000);

    expect(responses[1]).toMatchObject({ status: 200, body: responses[0]?.body ?? {} });
    const published = platform.platform.recentEvents.items.filter(
      ({ detail, ...event }) =>
        detail.orderId === body.orderId && event['detail-type'] === 'Order Cancelled',
    );
    expect(published).toHaveLength(1);
  });
});
