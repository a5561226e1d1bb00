import { describe, expect, it } from '@jest/globals';
import { isFields } from '@snacks/domain';
import { aPlacing } from '@snacks/domain/testing';

import { anApiEvent, anEnvelope, type ApiRequestTraits } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';
import { METRICS } from '../observability/metrics/catalogue.js';
import { OPERATIONS_ROUTES } from '../topology/operations-routes.js';
import { ORDER_METRICS } from '@snacks/operations';

const QUEUE = 'order-processing-dlq';
const REASON = 'the provider is back';

type Traits = Omit<ApiRequestTraits, 'method' | 'path'>;

/** All functions, and requests of an operator. */
function anOperator(adapters: Parameters<typeof functionsInMemory>[0] = {}) {
  const functions = functionsInMemory(adapters);
  const { call, deadLetterQueues } = functions;
  const get = async (path: string, traits: Traits = {}) =>
    call('operations-reader', anApiEvent({ method: 'GET', path, ...traits }));
  return {
    ...functions,
    get,
    dryRun: async (messageId: string, body: unknown) =>
      call(
        'operations-reader',
        anApiEvent({
          path: '/operations/dead-letters/{queue}/{messageId}/dry-run',
          pathParameters: { queue: QUEUE, messageId },
          body,
        }),
      ),
    redrive: async (queue: string, body: unknown) =>
      call(
        'operations-actor',
        anApiEvent({
          path: '/operations/dead-letters/{queue}/redrive',
          pathParameters: { queue },
          body,
        }),
      ),
    change: async (method: 'PUT' | 'DELETE', messageId: string, body: unknown) =>
      call(
        'operations-actor',
        anApiEvent({
          method,
          path: '/operations/dead-letters/{queue}/{messageId}',
          pathParameters: { queue: QUEUE, messageId },
          body,
        }),
      ),
    setStock: async (name: string, body: unknown) =>
      call(
        'operations-actor',
        anApiEvent({
          method: 'PUT',
          path: '/operations/stock/{name}',
          pathParameters: { name },
          body,
        }),
      ),
    /** Puts the message of a new order into the dead-letter queue; returns its id and its order. */
    fail: async () => {
      const placing = aPlacing();
      await functions.store.add(placing, 'hash');
      const [event] = placing.events;
      if (event === undefined) throw new Error('a placed order has an event');
      const body = JSON.stringify(anEnvelope(event));
      await deadLetterQueues.send(QUEUE, { body, attributes: {} });
      const messages = await deadLetterQueues.list(QUEUE, 100);
      return { messageId: messages.at(-1)?.messageId ?? '', body, order: placing.order };
    },
    bodiesOf: async (queue: string) =>
      (await deadLetterQueues.list(queue, 100)).map(({ body }) => body),
    outcomes: async () => (await functions.actions.list({ limit: 100 })).actions,
  };
}

function itemsOf(body: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(body.items) ? body.items : [];
}

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

  it('redrives chosen messages, and says which were not there', async () => {
    const { redrive, fail, bodiesOf, outcomes } = anOperator();
    const chosen = await fail();
    const other = await fail();

    const messageIds = [chosen.messageId, 'unknown'];
    const { statusCode, body } = await redrive(QUEUE, { messageIds, reason: REASON });

    expect({ statusCode, body }).toMatchObject({
      statusCode: 200,
      body: { redriven: 1, failed: [{ messageId: 'unknown' }] },
    });
    expect(await bodiesOf('order-processing')).toEqual([chosen.body]);
    expect(await bodiesOf(QUEUE)).toEqual([other.body]);
    expect(await outcomes()).toMatchObject([
      { actor: 'anonymous', action: 'redrive', reason: REASON, outcome: 'done: 1 redriven, 1 not' },
    ]);
  });

  it('redrives all messages of a queue, but not of one that no queue belongs to', async () => {
    const { redrive, fail, bodiesOf } = anOperator();
    const { body: text } = await fail();

    const all = { messageIds: 'all', reason: REASON };
    expect((await redrive(QUEUE, all)).body).toEqual({ redriven: 1, failed: [], started: true });
    expect(await redrive('order-stream-dlq', all)).toMatchObject({
      statusCode: 409,
      body: { code: 'NOT_REDRIVABLE' },
    });
    expect(await bodiesOf('order-processing')).toEqual([text]);
  });

  it('sends an event that a rule could not deliver to the queue of the rule', async () => {
    const { redrive, deadLetterQueues, bodiesOf } = anOperator();
    const attributes = { RULE_ARN: 'arn:aws:events:eu-central-1:1:rule/bus/notify-customers-prod' };
    await deadLetterQueues.send('order-rules-dlq', { body: '{}', attributes });
    const [message] = await deadLetterQueues.list('order-rules-dlq', 1);

    const messageIds = [message?.messageId];
    await redrive('order-rules-dlq', { messageIds, reason: REASON });

    expect(await bodiesOf('order-notifications')).toEqual(['{}']);
  });

  it('sends an edited message with its editor, and keeps an invalid one where it is', async () => {
    const { change, fail, bodiesOf, deadLetterQueues, outcomes } = anOperator();
    const { messageId, body } = await fail();
    const invalid = body.replace('"totalAmount":', '"totalAmounts":');

    const refused = await change('PUT', messageId, { body: invalid, reason: REASON });
    expect(refused).toMatchObject({ statusCode: 422, body: { code: 'MESSAGE_INVALID' } });
    expect(await bodiesOf(QUEUE)).toEqual([body]);

    const edited = body.replace('John Doe', 'Jane Doe');
    expect(await change('PUT', messageId, { body: edited, reason: REASON })).toMatchObject({
      statusCode: 200,
      body: { sentTo: 'order-processing' },
    });
    const [sent] = await deadLetterQueues.list('order-processing', 1);
    expect(sent).toMatchObject({ body: edited, attributes: { 'edited-by': 'anonymous' } });
    expect(await bodiesOf(QUEUE)).toEqual([]);
    const [latest, earlier] = await outcomes();
    expect([latest?.outcome, earlier?.outcome].sort()).toEqual([
      'done: sent to order-processing',
      'failed: MESSAGE_INVALID',
    ]);
  });

  it('deletes a message', async () => {
    const { change, fail, bodiesOf } = anOperator();
    const { messageId } = await fail();

    expect((await change('DELETE', messageId, { reason: REASON })).statusCode).toBe(204);
    expect(await bodiesOf(QUEUE)).toEqual([]);
    expect(await change('DELETE', messageId, { reason: REASON })).toMatchObject({
      statusCode: 404,
      body: { code: 'MESSAGE_NOT_FOUND' },
    });
  });

  it('makes no change without a reason', async () => {
    const { change, redrive, setStock, fail, bodiesOf, outcomes } = anOperator();
    const { messageId, body } = await fail();

    const refused = [
      await change('DELETE', messageId, {}),
      await change('PUT', messageId, { body }),
      await redrive(QUEUE, { messageIds: 'all', reason: ' ' }),
      await setStock('Chips', { available: 1 }),
    ];

    expect(refused.map(({ statusCode }) => statusCode)).toEqual([400, 400, 400, 400]);
    expect(await bodiesOf(QUEUE)).toEqual([body]);
    expect(await outcomes()).toEqual([]);
  });

  it('makes no change that cannot be kept in the action log', async () => {
    const fails = async () => Promise.reject(new Error('no response'));
    const { redrive, fail, bodiesOf } = anOperator({
      wrapOperations: (ports) => ({
        ...ports,
        actions: { add: fails, complete: fails, list: fails },
      }),
    });
    const { body, messageId } = await fail();

    const { statusCode } = await redrive(QUEUE, { messageIds: [messageId], reason: REASON });

    expect(statusCode).toBe(500);
    expect(await bodiesOf(QUEUE)).toEqual([body]);
  });

  it('sets the stock of a snack, and lists it', async () => {
    const { setStock, get, outcomes } = anOperator();

    const level = { name: 'Chips', available: 7, reserved: 0, sold: 0 };
    expect((await setStock('Chips', { available: 7, reason: REASON })).body).toEqual(level);
    expect((await get('/operations/stock')).body).toEqual({ items: [level] });
    expect((await outcomes()).map(({ outcome }) => outcome)).toEqual([
      'done: no record to 7 available',
    ]);
    expect((await setStock('Chips', { available: -1, reason: REASON })).statusCode).toBe(400);
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
    expect(subjects.sort()).toEqual(['Chips', 'Nuts', 'Soda']);
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
