import { describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { aPlacing } from '@snacks/domain/testing';
import { ORDER_METRICS } from '@snacks/operations';

import { anOperator, itemsOf, REASON } from '../../test/an-operator.js';
import { anApiEvent } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';
import { METRICS } from '../observability/metrics/catalogue.js';
import { OPERATIONS_ROUTES } from '../topology/operations-routes.js';

describe('the operators’ API', () => {
  it.each(OPERATIONS_ROUTES)('$method $path refuses a customer and an approver', async (route) => {
    const { call } = functionsInMemory({ authentication: 'jwt' });
    const event = anApiEvent({ method: route.method, path: route.path });
    const withClaims = (groups: string) => ({
      ...event,
      requestContext: {
        ...event.requestContext,
        authorizer: { jwt: { claims: { sub: 'amy', 'cognito:groups': groups } } },
      },
    });

    expect((await call(route.function, event)).statusCode).toBe(401);
    expect((await call(route.function, withClaims('[approver]'))).statusCode).toBe(403);
    expect((await call(route.function, withClaims('[operator]'))).statusCode).not.toBe(403);
  });

  it('reads only metrics that the functions emit', () => {
    expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(Object.values(ORDER_METRICS)));
  });

  it('finds an order by its id, and by the id of its event', async () => {
    const { get, fail } = anOperator();
    const { orderId } = (await fail()).order;

    for (const q of [orderId, `${orderId}:1:0`]) {
      const { body } = await get('/operations/orders', { query: { q } });
      expect(itemsOf(body)).toMatchObject([{ orderId }]);
    }
  });

  it('finds the orders of a correlation id in the log', async () => {
    const { get, fail, logs } = anOperator();
    const { orderId, createdAt: at } = (await fail()).order;
    const fields = { correlationId: 'correlation-7', orderId };
    logs.lines.push({ at, level: 'info', service: 'order-creator', message: '', orderId, fields });

    const { body } = await get('/operations/orders', { query: { q: 'correlation-7' } });

    expect(itemsOf(body)).toMatchObject([{ orderId }]);
  });

  it('finds orders that wait for longer than a time, page by page, newest first', async () => {
    const { get, store, clock } = anOperator();
    const placings = [1, 2, 3].map((n) => aPlacing({ placedAt: clock.now() + n * 1_000 }));
    for (const placing of placings) await store.add(placing, 'hash');
    clock.advanceBy(62_500);

    const query = { waitingLongerThan: '60', limit: '1' };
    const first = await get('/operations/orders', { query });
    const cursor = String(first.body.nextCursor);
    const second = await get('/operations/orders', { query: { ...query, cursor } });

    expect(itemsOf(first.body)).toMatchObject([{ orderId: placings[1]?.order.orderId }]);
    expect(itemsOf(second.body)).toMatchObject([{ orderId: placings[0]?.order.orderId }]);
    expect(second.body.nextCursor).toBeUndefined();
  });

  it('refuses an id together with a filter, and unknown parameters', async () => {
    const { get } = anOperator();

    for (const query of [{ q: 'a', status: 'NEW' }, { color: 'red' }, { waitingLongerThan: '0' }]) {
      const { statusCode, body } = await get('/operations/orders', { query });
      expect({ statusCode, code: body.code }).toEqual({ statusCode: 400, code: 'REQUEST_INVALID' });
    }
  });

  it('shows an order with its dead letter, and names what cannot be read', async () => {
    const { get, fail } = anOperator({
      wrapOperations: (ports) => ({
        ...ports,
        payments: { find: async () => Promise.reject(new Error('no response')) },
      }),
    });
    const { order, messageId } = await fail();

    const { statusCode, body } = await get('/operations/orders/{orderId}', {
      pathParameters: { orderId: order.orderId },
    });

    expect(statusCode).toBe(200);
    expect(Object.keys(body)[0]).toBe('summary');
    expect(body).toMatchObject({
      summary: { status: 'NEW', actions: [{ action: 'redrive', messageId }, { action: 'cancel' }] },
      deadLetters: [{ messageId, source: 'order-processing', orderId: order.orderId }],
      missing: [{ part: 'payment' }],
    });
  });

  it('has no view of an unknown order', async () => {
    const { get } = anOperator();
    const { orderId } = aPlacing().order;

    const view = await get('/operations/orders/{orderId}', { pathParameters: { orderId } });

    expect(view).toMatchObject({ statusCode: 404, body: { code: 'ORDER_NOT_FOUND' } });
  });

  it('says what the handler would do with a message, and with an edited one', async () => {
    const { dryRun, fail } = anOperator();
    const { messageId } = await fail();

    expect((await dryRun(messageId, {})).body).toMatchObject({
      outcome: 'acts',
      orderStatus: 'NEW',
    });
    expect((await dryRun(messageId, { body: '{}' })).body).toMatchObject({ outcome: 'fails' });
    expect(await dryRun('unknown', {})).toMatchObject({ statusCode: 404 });
  });

  it('lists the orders that wait for approval, with their deadlines', async () => {
    const { get, store } = anOperator();
    const { order, events } = aPlacing({ priority: 'high' });
    if (order.status !== 'PENDING_APPROVAL') throw new Error('it waits for approval');
    await store.add({ order, events }, 'hash');

    const { body } = await get('/operations/approvals');

    expect(itemsOf(body)).toMatchObject([
      {
        order: { orderId: order.orderId },
        waitingSince: '2026-01-01T00:00:00.000Z',
        deadline: '2026-01-02T00:00:00.000Z',
      },
    ]);
  });

  it('lists actions page by page, and refuses the cursor of another list', async () => {
    const { setStock, get } = anOperator();
    for (const name of ['Chips', 'Soda', 'Nuts']) {
      await setStock(name, { available: 1, reason: REASON });
    }

    const first = await get('/operations/actions', { query: { limit: '2' } });
    const cursor = String(first.body.nextCursor);
    const second = await get('/operations/actions', { query: { limit: '2', cursor } });
    const elsewhere = await get('/operations/approvals', { query: { cursor } });

    const subjects = [first, second]
      .flatMap(({ body }) => itemsOf(body))
      .map((item) => (isFields(item) ? item.subject : undefined));
    expect(new Set(subjects)).toEqual(new Set(['Chips', 'Nuts', 'Soda']));
    expect(elsewhere).toMatchObject({ statusCode: 400, body: { code: 'CURSOR_INVALID' } });
  });

  it('returns one row for every minute of metrics, and the depth of every queue', async () => {
    const { get, fail } = anOperator();
    await fail();

    const { body } = await get('/operations/metrics', { query: { minutes: '5' } });
    expect(body.minutes).toHaveLength(5);
    expect((await get('/operations/overview')).body).toMatchObject({
      queues: expect.arrayContaining([
        expect.objectContaining({ name: 'order-processing', deadLetters: 1 }),
      ]),
      orders: expect.arrayContaining([{ status: 'NEW', count: 1, more: false }]),
    });
  });
});
