import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { ManualClock } from '@snacks/adapters-memory';
import {
  ANYONE,
  CancelOrder,
  hasCode,
  isFields,
  type EventPublisher,
  type OrderEvent,
} from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';
import { FUNCTION_NAMES, QUEUE_NAMES, topology } from '@snacks/handlers';

import { manualPlatform } from '../test/manual-platform.js';
import type { InvocationOutcome } from './lambda/local-function.js';
import type { Platform } from './platform.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const VISIBILITY = 90 * SECOND;

async function place(platform: Platform, changes: object = {}): Promise<string> {
  const outcome = await platform
    .function('order-creator')
    .invoke({ ...anOrderRequest(), ...changes });
  const result = outcome.ok ? outcome.result : undefined;
  const body: unknown = isFields(result) ? JSON.parse(String(result.body)) : undefined;
  if (!isFields(body) || typeof body.orderId !== 'string') throw new Error('not placed');
  return body.orderId;
}

/** The events on the bus, as their types and versions, in order. */
function eventsOf(platform: Platform, orderId: string): string[] {
  return platform.recentEvents.kept.flatMap(({ 'detail-type': type, detail }) =>
    isFields(detail) && detail.orderId === orderId && isFields(detail.metadata)
      ? [`${type} ${String(detail.metadata.eventId).slice(orderId.length + 1)}`]
      : [],
  );
}

const WHOLE_LIFE = ['Order Created 1:0', 'Order Processed 3:0'];

describe('the platform', () => {
  it('brings a NEW order to PROCESSED, and tells of both on the bus', async () => {
    const { platform, settle } = manualPlatform();

    const orderId = await place(platform);
    await settle();

    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
    expect(eventsOf(platform, orderId)).toEqual(WHOLE_LIFE);
  });

  it('leaves an order of high priority to its approvers', async () => {
    const { platform, settle } = manualPlatform();

    const orderId = await place(platform, { priority: 'high' });
    await settle();

    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PENDING_APPROVAL' });
    expect(eventsOf(platform, orderId)).toEqual(['Order Created 1:0']);
  });

  it('has the functions, queues and rules of the topology, and no others', () => {
    const { platform } = manualPlatform();

    expect([...platform.functions.keys()]).toEqual(FUNCTION_NAMES);
    expect([...platform.queues.keys()].sort()).toEqual([...QUEUE_NAMES].sort());
    expect(platform.bus.ruleNames).toEqual(Object.keys(topology.rules));
  });
});

describe('a message that always fails', () => {
  it('is received exactly three times, then stands in the dead-letter queue', async () => {
    const { platform, settle, pass } = manualPlatform();
    const queue = platform.queue('order-processing');
    const deadLetters = platform.queue('order-processing-dlq');
    const received: number[] = [];
    const processor = platform.function('order-processor');
    const invoke = processor.invoke.bind(processor);
    processor.invoke = async (event, requestId) => {
      const records = isFields(event) && Array.isArray(event.Records) ? event.Records : [];
      for (const record of records) {
        if (record.body === 'poison')
          received.push(Number(record.attributes.ApproximateReceiveCount));
      }
      return invoke(event, requestId);
    };

    queue.send('poison');
    const orderId = await place(platform);
    await settle();
    await pass(4 * VISIBILITY);

    expect(received).toEqual([1, 2, 3]);
    expect(deadLetters.messages()).toEqual([expect.objectContaining({ body: 'poison' })]);
    expect(queue.depth).toEqual({ visible: 0, inFlight: 0 });
    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });

    const later = await place(platform);
    await settle();
    expect(await platform.orders.find(later)).toMatchObject({ status: 'PROCESSED' });
  });

  it('can be replayed once what made it fail is mended', async () => {
    const { platform, settle, pass } = manualPlatform();
    const { orders } = platform;
    const find = orders.find.bind(orders);
    orders.find = async () => Promise.reject(new Error('the store is down'));
    const orderId = await place(platform);
    await settle();
    await pass(4 * VISIBILITY);
    expect(platform.queue('order-processing-dlq').depth.visible).toBe(1);

    orders.find = find;
    platform.queue('order-processing-dlq').redriveTo(platform.queue('order-processing'));
    await settle();

    expect(await orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
  });
});

describe('a batch for which the function does not answer as it must', () => {
  it.each<[string, InvocationOutcome]>([
    ['throws', { ok: false, requestId: 'r', error: new Error('out of memory') }],
    ['answers something else', { ok: true, requestId: 'r', result: 'done' }],
    ['answers half a failure', { ok: true, requestId: 'r', result: { batchItemFailures: [{}] } }],
  ])('comes again where the function %s', async (_how, outcome) => {
    const { platform, settle, pass } = manualPlatform();
    const processor = platform.function('order-processor');
    const invoke = processor.invoke.bind(processor);
    processor.invoke = async () => outcome;
    const orderId = await place(platform);
    await settle();
    expect(platform.queue('order-processing').depth).toEqual({ visible: 0, inFlight: 1 });

    processor.invoke = invoke;
    await pass(VISIBILITY);

    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
    expect(platform.queue('order-processing').depth).toEqual({ visible: 0, inFlight: 0 });
  });
});

describe('an event that comes again', () => {
  it('changes nothing and emits nothing', async () => {
    const { platform, settle } = manualPlatform();
    const orderId = await place(platform);
    await settle();
    const [created] = platform.recentEvents.kept;

    for (let copy = 0; copy < 5; copy += 1) {
      platform.queue('order-processing').send(JSON.stringify(created));
    }
    await settle();

    expect(await platform.orders.find(orderId)).toMatchObject({ version: 3 });
    expect(eventsOf(platform, orderId)).toEqual(WHOLE_LIFE);
  });
});

/** A bus in front of the bus, that fails as the test says. */
function aFailingBus(
  fail: (
    events: readonly OrderEvent[],
    bus: EventPublisher,
  ) => ReturnType<EventPublisher['publish']>,
) {
  const published: string[][] = [];
  const wrapPublisher = (bus: EventPublisher): EventPublisher => ({
    publish: async (events) => {
      published.push(events.map(({ detail }) => detail.metadata.eventId));
      return published.length <= 3 ? fail(events, bus) : bus.publish(events);
    },
  });
  return { published, wrapPublisher };
}

describe('the relay, with a bus that fails', () => {
  it.each([
    ['wholly', async () => Promise.reject(new Error('no bus'))],
    [
      'for every other event',
      async (events: readonly OrderEvent[], bus: EventPublisher) => {
        const refused = events.filter((_, n) => n % 2 === 0);
        await bus.publish(events.filter((_, n) => n % 2 === 1));
        return refused.map(({ detail }) => ({
          eventId: detail.metadata.eventId,
          code: 'Throttled',
        }));
      },
    ],
    [
      'after it took all events',
      async (events: readonly OrderEvent[], bus: EventPublisher) => {
        await bus.publish(events);
        throw new Error('the answer was lost');
      },
    ],
  ])('%s: brings every event there, with its id, each order in sequence', async (_how, fail) => {
    const { wrapPublisher } = aFailingBus(fail);
    const { platform, pass } = manualPlatform({ wrapPublisher });
    const orderIds: string[] = [];
    for (let n = 0; n < 6; n += 1) orderIds.push(await place(platform));

    await pass(10 * MINUTE);

    for (const orderId of orderIds) {
      expect(await platform.orders.find(orderId)).toMatchObject({
        status: 'PROCESSED',
        version: 3,
      });
      const events = eventsOf(platform, orderId);
      expect([...new Set(events)]).toEqual(WHOLE_LIFE);
      expect(events).toEqual([...events].sort());
    }
  });
});

describe('a record that grows too old in the stream', () => {
  it('leaves a notice in the dead-letter queue, and the sweeper brings its order on', async () => {
    let isDown = true;
    const wrapPublisher = (bus: EventPublisher): EventPublisher => ({
      publish: async (events) =>
        isDown ? Promise.reject(new Error('no bus')) : bus.publish(events),
    });
    const { platform, pass } = manualPlatform({ wrapPublisher });
    const orderId = await place(platform);

    await pass((topology.streamConsumer.maximumRecordAgeSeconds + 60) * SECOND);
    expect(platform.queue('order-stream-dlq').depth.visible).toBe(1);
    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'NEW' });

    isDown = false;
    await pass(70 * MINUTE); // the next of the moments, four hours apart by then
    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
    expect(eventsOf(platform, orderId)).toEqual(WHOLE_LIFE);
  });
});

describe('a function that does not answer', () => {
  it('has failed when its time is up, and what it was to do is tried again', async () => {
    let calls = 0;
    const wrapPublisher = (bus: EventPublisher): EventPublisher => ({
      publish: async (events) => {
        calls += 1;
        return calls === 1 ? new Promise(() => {}) : bus.publish(events);
      },
    });
    const { platform, pass } = manualPlatform({ wrapPublisher });

    const orderId = await place(platform);
    await pass(topology.functions['order-relay'].timeoutSeconds * SECOND + SECOND);

    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
  });
});

describe('an asynchronous invocation that fails', () => {
  it('is tried three times in all, under one request id, then stands in a dead-letter queue', async () => {
    const { platform, pass } = manualPlatform();
    platform.orders.add = async () => Promise.reject(new Error('the store is down'));
    const requestIds = new Set<string>();
    const creator = platform.function('order-creator');
    const invoke = creator.invoke.bind(creator);
    creator.invoke = async (event, requestId) => {
      const outcome = await invoke(event, requestId);
      requestIds.add(outcome.requestId);
      return outcome;
    };

    await platform.asyncInvocations.invoke(creator, anOrderRequest());
    expect(platform.asyncInvocations.waiting).toBe(1);
    await pass(4 * MINUTE);

    expect(platform.asyncInvocations.waiting).toBe(0);
    expect(requestIds.size).toBe(1);
    const [letter] = platform.queue('order-creator-dlq').messages();
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: anOrderRequest(),
      responsePayload: { errorMessage: 'the store is down' },
    });
  });

  it('is not forgotten silently where the platform stops before its retry', async () => {
    const { platform, clock } = manualPlatform();
    platform.orders.add = async () => Promise.reject(new Error('the store is down'));

    await platform.asyncInvocations.invoke(platform.function('order-creator'), anOrderRequest());

    expect(await throughTime(clock, platform.stop(SECOND))).toBe(false);
  });
});

describe('cancel against process', () => {
  it('lets one of them win, wherever the cancel comes in between', async () => {
    const outcomes = new Set<string>();
    for (let moment = 0; moment < 150; moment += 1) {
      const { platform, clock, settle } = manualPlatform();
      const cancelOrder = new CancelOrder(platform.orders, clock);
      const orderId = await place(platform);
      for (let step = 0; step < moment; step += 1) {
        await Promise.resolve();
        if (step % 10 === 0) clock.advanceBy(1);
      }

      const refusal: unknown = await cancelOrder
        .execute({ orderId, actor: ANYONE, correlationId: 'cancel' })
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      await settle();

      const order = await platform.orders.find(orderId);
      const conflict = hasCode(refusal, 'ORDER_CONFLICT') ? refusal.status : refusal;
      outcomes.add(`${order?.status}, cancel: ${String(conflict)}`);
      expect(order?.history.map(({ version }) => version)).toEqual(
        Array.from({ length: order?.version ?? 0 }, (_, n) => n + 1),
      );
    }

    const allowed = [
      'CANCELLED, cancel: undefined',
      'PROCESSED, cancel: PROCESSING',
      'PROCESSED, cancel: PROCESSED',
    ];
    expect(allowed).toEqual(expect.arrayContaining([...outcomes]));
    expect(outcomes.size).toBeGreaterThan(1);
  });
});

/** Moves time on until a promise is settled. */
async function throughTime<T>(clock: ManualClock, promise: Promise<T>): Promise<T> {
  const progress = { done: false };
  void promise.finally(() => {
    progress.done = true;
  });
  while (!progress.done) {
    await turn();
    clock.advanceBy(5);
  }
  return promise;
}

const noBus = () => ({ publish: async () => Promise.reject(new Error('no bus')) });

describe('stopping', () => {
  it('brings what was accepted to its end first', async () => {
    const { platform, clock } = manualPlatform();
    const orderId = await place(platform);

    expect(await throughTime(clock, platform.stop(MINUTE))).toBe(true);

    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
  });

  it('says so where something did not come to its end in time', async () => {
    const { platform, clock } = manualPlatform({ wrapPublisher: noBus });
    await place(platform);

    expect(await throughTime(clock, platform.stop(SECOND))).toBe(false);
  });
});
