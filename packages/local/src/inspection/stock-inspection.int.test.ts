import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { anOrderRequest } from '@snacks/domain/testing';

import { servedPlatform } from '../../test/served-platform.js';

let served: Awaited<ReturnType<typeof servedPlatform>>;

beforeEach(async () => {
  served = await servedPlatform();
});

afterEach(async () => {
  await served.stop(5_000);
});

describe('the inspection of stock and payments', () => {
  it('shows and sets the stock, and shows the payments', async () => {
    const set = await served.request('/local/stock/Chips', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ available: 3 }),
    });
    const { body: first } = await served.post('/orders', anOrderRequest());
    const { body: second } = await served.post('/orders', anOrderRequest());
    const ended = await Promise.all(
      [first, second].map(async ({ orderId }) =>
        served.readUntil(`/orders/${String(orderId)}`, ({ status }) =>
          /PROCESSED|FAILED/.test(String(status)),
        ),
      ),
    );
    const stock = await served.readUntil('/local/stock/Chips', ({ reserved }) => reserved === 0);

    expect(set).toMatchObject({ status: 200, body: { name: 'Chips', available: 3, sold: 0 } });
    expect(new Set(ended.map(({ status, reason }) => reason ?? status))).toEqual(
      new Set(['OUT_OF_STOCK', 'PROCESSED']),
    );
    expect(stock).toEqual({ name: 'Chips', available: 1, reserved: 0, sold: 2 });
    const payments = await Promise.all(
      ended.map(async ({ orderId, status }) => {
        const state = status === 'PROCESSED' ? 'captured' : 'refunded';
        const path = `/local/payments/${String(orderId)}`;
        return served.readUntil(path, (payment) => payment.state === state);
      }),
    );
    expect(new Set(payments.map(({ amount }) => amount))).toEqual(new Set([9.97]));
  });

  it.each([
    ['PUT', `/local/stock/${'x'.repeat(5_000)}`, 400, 'REQUEST_INVALID'],
    ['GET', `/local/stock/${'x'.repeat(5_000)}`, 400, 'REQUEST_INVALID'],
    ['GET', `/local/payments/${'x'.repeat(5_000)}`, 404, 'ROUTE_NOT_FOUND'],
  ])('refuses %s for an impossible name', async (method, path, status, code) => {
    const body = method === 'PUT' ? { body: '{"available":1}' } : {};
    const response = await served.request(path, { method, ...body });

    expect(response).toMatchObject({ status, body: { code } });
  });

  it('refuses an invalid quantity, and returns 404 for an unknown stock or payment', async () => {
    const refused = await served.request('/local/stock/Chips', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ available: -1 }),
    });
    const unknown = await served.request('/local/stock/Caviar');
    const unpaid = await served.request('/local/payments/unknown');

    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [expect.objectContaining({ field: 'available' })] },
    });
    expect(unknown.status).toBe(404);
    expect(unpaid.status).toBe(404);
  });
});
