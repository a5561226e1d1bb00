import { describe, expect, it } from '@jest/globals';
import { type EventPublisher, type PlatformEvent } from '@snacks/domain';
import { anOrderRequest } from '@snacks/domain/testing';
import { PinoLogger, topology } from '@snacks/handlers';

import {
  eventsOf,
  manualPlatform,
  place,
  throughTime,
  WHOLE_LIFE,
} from '../../test/manual-platform.js';
import type { Platform } from './platform.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A bus in front of the bus, that fails as the test says. */
function aFailingBus(
  fail: (
    events: readonly PlatformEvent[],
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
      async (events: readonly PlatformEvent[], bus: EventPublisher) => {
        const refused = events.filter((_, n) => n % 2 === 0);
        await bus.publish(events.filter((_, n) => n % 2 === 1));
        return refused.map(({ detail }) => ({
          eventId: detail.metadata.eventId,
          code: 'Throttled',
          final: false,
        }));
      },
    ],
    [
      'after it took all events',
      async (events: readonly PlatformEvent[], bus: EventPublisher) => {
        await bus.publish(events);
        throw new Error('the response was lost');
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

describe('an event that the bus refuses for good', () => {
  it('is a dead letter at once, and holds up nothing but its own order', async () => {
    let refused: string | undefined;
    const isRefused = ({ detail }: PlatformEvent) => detail.metadata.eventId === refused;
    const wrapPublisher = (bus: EventPublisher): EventPublisher => ({
      publish: async (events) => {
        const failures = await bus.publish(events.filter((event) => !isRefused(event)));
        const final = events.filter(isRefused).map(({ detail }) => ({
          eventId: detail.metadata.eventId,
          code: 'MalformedDetail',
          final: true,
        }));
        return [...failures, ...final];
      },
    });
    const { platform, waitUntilIdle, pass } = manualPlatform({ wrapPublisher });
    const orderId = await place(platform);
    refused = `${orderId}:1:0`;
    const other = await place(platform);

    await waitUntilIdle();

    const [letter, ...more] = platform.queue('order-stream-dlq').messages();
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({
      source: 'serverless.snacks',
      'detail-type': 'Order Created',
      detail: { orderId, metadata: { eventId: refused } },
      refusal: { code: 'MalformedDetail' },
    });
    expect(more).toEqual([]);
    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'NEW' });
    expect(await platform.orders.find(other)).toMatchObject({ status: 'PROCESSED' });

    refused = undefined;
    await pass(20 * MINUTE); // until the sweeper sends it again
    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
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

describe('an order whose processing broke off', () => {
  it('counts as stuck until its message is replayed', async () => {
    const { platform, waitUntilIdle, pass } = manualPlatform();
    const { orders } = platform;
    const save = orders.save.bind(orders);
    orders.save = async (change) =>
      change.order.status === 'PROCESSED'
        ? Promise.reject(new Error('the store is down'))
        : save(change);
    const stuck = () =>
      platform.metrics
        .figures()
        .flatMap(({ dimension, latest }) => (dimension?.status === 'PROCESSING' ? latest : []));
    await place(platform);
    await waitUntilIdle();

    await pass(25 * MINUTE);
    expect(stuck()).toEqual([1]);
    expect(platform.queue('order-processing-dlq').depth.visible).toBe(1);

    orders.save = save;
    platform.queue('order-processing-dlq').redriveTo(platform.queue('order-processing'));
    await waitUntilIdle();
    await pass(5 * MINUTE);
    expect(stuck()).toEqual([0]);
  });
});

describe('a function that does not respond', () => {
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

/** A way in which the platform's own machinery fails, how it is undone, and what is logged. */
interface Breakdown {
  readonly of: string;
  readonly begin: (platform: Platform) => () => void;
  readonly logged: RegExp;
  readonly priority?: 'high';
  /** What becomes of an order that was placed before. @default 'PROCESSED' */
  readonly ends?: string;
}

const fail = (): never => {
  throw Object.assign(new Error('by the test'), { code: 'BROKEN' });
};

/** Has one method of an object throw, until it is undone. */
function breaking<T extends object>(object: T, method: keyof T): () => void {
  const own = Object.getOwnPropertyDescriptor(object, method);
  Object.defineProperty(object, method, { configurable: true, writable: true, value: fail });
  return () => {
    Reflect.deleteProperty(object, method);
    if (own !== undefined) Object.defineProperty(object, method, own);
  };
}

const BREAKDOWNS: readonly Breakdown[] = [
  {
    of: 'the receiving of a queue',
    begin: (platform) => breaking(platform.queue('order-processing'), 'receive'),
    logged: /at a time has failed/,
  },
  {
    of: "a batch of a queue's",
    begin: (platform) => breaking(platform.function('order-processor'), 'invoke'),
    logged: /A batch of order-processing could not be handled/,
  },
  {
    of: "a batch of the stream's",
    begin: (platform) => breaking(platform.function('order-relay'), 'invoke'),
    logged: /A batch of the stream of Orders could not be handled/,
  },
  {
    of: 'a target of the bus',
    begin: (platform) => breaking(platform.queue('order-processing'), 'send'),
    logged: /An event of the rule \S+ did not reach order-processing/,
  },
  {
    of: 'a schedule',
    begin: (platform) => breaking(platform.function('order-sweeper'), 'invoke'),
    logged: /An asynchronous invocation of order-sweeper is lost/,
  },
  {
    of: 'a task of the workflow',
    begin: (platform) => breaking(platform.function('approval-requester'), 'invoke'),
    logged: /The approval workflow could not invoke approval-requester/,
    priority: 'high',
    ends: 'PENDING_APPROVAL',
  },
];

describe('a breakdown of the platform itself', () => {
  it.each(BREAKDOWNS)('in $of is logged, and it goes on', async ({ begin, logged, ...order }) => {
    const { priority, ends = 'PROCESSED' } = order;
    const lines: string[] = [];
    const destination = { write: (line: string) => lines.push(line) };
    const { platform, elapse, pass } = manualPlatform({
      loggerOf: (service) => new PinoLogger({ service, level: 'error', destination }),
    });
    const undo = begin(platform);
    const orderId = await place(platform, priority && { priority });
    await elapse(30 * MINUTE);
    undo();
    await pass(5 * 60 * MINUTE);

    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({
        level: 'error',
        service: 'platform',
        message: expect.stringMatching(logged),
        error: expect.objectContaining({ code: 'BROKEN' }),
      }),
    );
    const next = await place(platform);
    await pass(MINUTE);
    expect(await platform.orders.find(next)).toMatchObject({ status: 'PROCESSED' });
    expect(await platform.orders.find(orderId)).toMatchObject({ status: ends });
  });

  it('in giving up an invocation is logged', async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => lines.push(line) };
    const { platform, pass } = manualPlatform({
      loggerOf: (service) => new PinoLogger({ service, level: 'error', destination }),
    });
    const processor = platform.function('order-creator');
    breaking(platform.queue('order-creator-dlq'), 'send');
    platform.orders.add = async () => Promise.reject(new Error('the store is down'));

    await platform.asyncInvocations.invoke(processor, anOrderRequest());
    await pass(4 * MINUTE);

    expect(lines.join('')).toContain('An asynchronous invocation of order-creator is lost.');
  });
});
