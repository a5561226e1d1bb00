import { describe, expect, it } from '@jest/globals';
import { anOrderRequest, aPlacing } from '@snacks/domain/testing';

import { anApiEvent, anEnvelope } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';

async function withAnOrder(traits: Parameters<typeof aPlacing>[0] = {}) {
  const functions = functionsInMemory();
  const placing = aPlacing(traits);
  await functions.store.add(placing, 'hash');
  const { orderId } = placing.order;
  const about = { path: `/orders/${orderId}`, pathParameters: { orderId } };
  const { call } = functions;
  return {
    ...functions,
    orderId,
    claim: async () => functions.invoke('order-processor', anEnvelope(placing.events[0] ?? fail())),
    read: async (headers = {}) =>
      call('order-reader', anApiEvent({ ...about, method: 'GET', headers })),
    update: async (body: unknown, headers = {}) =>
      call('order-updater', anApiEvent({ ...about, method: 'PUT', body, headers })),
    decide: async (body: unknown, headers = {}) =>
      call('order-approver', anApiEvent({ ...about, body, headers })),
    cancel: async (headers = {}) =>
      call('order-canceller', anApiEvent({ ...about, method: 'DELETE', headers })),
    timeline: async () => call('order-timeline', anApiEvent({ ...about, method: 'GET' })),
  };
}

function fail(): never {
  throw new Error('a placed order has an event');
}

const ONE_SODA = anOrderRequest({
  snackItems: [{ name: 'Soda', quantity: 1, price: 1.99 }],
  totalAmount: 1.99,
});

describe('order-updater', () => {
  it('replaces the content of the order if its version is the one that was read', async () => {
    const { read, update } = await withAnOrder();
    const { etag = '' } = (await read()).headers;

    const response = await update(ONE_SODA, { 'if-match': etag });

    expect(response).toMatchObject({
      statusCode: 200,
      headers: { etag: '"2"' },
      body: { totalAmount: 1.99, version: 2, snackItems: [{ name: 'Soda' }] },
    });
  });

  it('refuses to replace a version that is no longer current', async () => {
    const { update } = await withAnOrder();
    await update(ONE_SODA);

    const response = await update(anOrderRequest(), { 'if-match': '"1"' });

    expect(response).toMatchObject({
      statusCode: 412,
      body: { code: 'VERSION_MISMATCH', currentVersion: 2 },
    });
  });

  it.each([undefined, '*'])('requires no version with If-Match %s', async (header) => {
    const { update } = await withAnOrder();
    await update(ONE_SODA);

    const headers = header === undefined ? {} : { 'if-match': header };
    const response = await update(anOrderRequest(), headers);

    expect(response).toMatchObject({ statusCode: 200, body: { version: 3 } });
  });

  it.each(['1', 'W/"1"', '"1", "2"', '"x"', '"0"', ''])(
    'refuses If-Match %s, which is not an ETag of an order',
    async (header) => {
      const { update } = await withAnOrder();

      const response = await update(ONE_SODA, { 'if-match': header });

      expect(response).toMatchObject({
        statusCode: 400,
        body: {
          code: 'REQUEST_INVALID',
          errors: [{ field: 'If-Match', code: 'IF_MATCH_INVALID' }],
        },
      });
    },
  );

  it('returns 409 after the order is claimed', async () => {
    const { claim, update } = await withAnOrder();
    await claim();

    const response = await update(ONE_SODA);

    expect(response).toMatchObject({ statusCode: 409, body: { code: 'ORDER_CONFLICT' } });
  });

  it('validates the whole order, and recalculates its total', async () => {
    const { update } = await withAnOrder();

    const wrong = await update({ ...ONE_SODA, totalAmount: 2 });
    const unknown = await update({ ...ONE_SODA, customerId: 'me', orderId: 'x' });

    expect(wrong).toMatchObject({ statusCode: 422, body: { expectedTotal: 1.99 } });
    expect(unknown).toMatchObject({
      statusCode: 400,
      body: { errors: [{ field: 'customerId' }, { field: 'orderId' }] },
    });
  });
});

describe('order-canceller', () => {
  it('cancels only the version that If-Match names', async () => {
    const { cancel, update } = await withAnOrder();
    await update(ONE_SODA);

    const stale = await cancel({ 'if-match': '"1"' });
    const current = await cancel({ 'if-match': '"2"' });

    expect(stale).toMatchObject({ statusCode: 412, body: { code: 'VERSION_MISMATCH' } });
    expect(current).toMatchObject({ statusCode: 200, body: { status: 'CANCELLED' } });
  });
});

describe('order-approver', () => {
  it.each([
    ['approve', 'APPROVED'],
    ['reject', 'REJECTED'],
  ])('lets an approver %s an order, which is then %s', async (decision, status) => {
    const { decide } = await withAnOrder({ priority: 'high' });

    const response = await decide({ decision, note: 'as agreed' });
    const again = await decide({ decision });

    expect(response).toMatchObject({ statusCode: 200, body: { status, version: 2 } });
    expect(again.body).toEqual(response.body);
  });

  it('refuses a decision on a version that was replaced', async () => {
    const { decide, update } = await withAnOrder({ priority: 'high' });
    await update(ONE_SODA);

    const response = await decide({ decision: 'approve' }, { 'if-match': '"1"' });

    expect(response).toMatchObject({
      statusCode: 412,
      body: { code: 'VERSION_MISMATCH', currentVersion: 2 },
    });
  });

  it('returns 409 if the order does not wait for approval', async () => {
    const { decide } = await withAnOrder();

    const response = await decide({ decision: 'approve' });

    expect(response).toMatchObject({ statusCode: 409, body: { orderStatus: 'NEW' } });
  });

  it.each([
    [{}, 'decision'],
    [{ decision: 'expire' }, 'decision'],
    [{ decision: 'approve', note: '' }, 'note'],
    [{ decision: 'approve', by: 'me' }, 'by'],
    ['[]', ''],
  ])('refuses %j', async (body, field) => {
    const { decide } = await withAnOrder({ priority: 'high' });

    const response = await decide(body);

    expect(response).toMatchObject({
      statusCode: 400,
      body: { code: 'REQUEST_INVALID', errors: [{ field }] },
    });
  });
});

describe('order-timeline', () => {
  it('returns every state with its time, its version, its actor and its correlation id', async () => {
    const { decide, timeline, orderId } = await withAnOrder({ priority: 'high' });
    await decide({ decision: 'approve', note: 'as agreed' });

    const { body } = await timeline();

    expect(body).toEqual({
      orderId,
      status: 'APPROVED',
      timeline: [
        {
          version: 1,
          command: 'place',
          status: 'PENDING_APPROVAL',
          at: '2026-01-01T00:00:00.000Z',
          correlationId: 'correlation-1',
        },
        {
          version: 2,
          command: 'approve',
          status: 'APPROVED',
          at: '2026-01-01T00:00:00.000Z',
          actorKind: 'anonymous',
          correlationId: expect.any(String),
          note: 'as agreed',
        },
      ],
    });
  });
});

describe('order-reader, with If-None-Match', () => {
  it.each([
    ['"1"', 304],
    ['W/"1"', 304],
    ['"7", "1"', 304],
    ['*', 304],
    ['"2"', 200],
    ['1', 200],
  ])('responds to %s with %i', async (header, statusCode) => {
    const { read } = await withAnOrder();

    const response = await read({ 'if-none-match': header });

    expect(response).toMatchObject({ statusCode, headers: { etag: '"1"' } });
  });
});
