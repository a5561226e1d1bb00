import { describe, expect, it } from '@jest/globals';
import type { PlatformEvent } from '@snacks/domain/events';
import type { EventPublisher } from '@snacks/domain/ports';
import { anOrderRequest } from '@snacks/domain/testing';
import { topology } from '@snacks/handlers';

import {
  eventsOf,
  manualPlatform,
  place,
  throughTime,
  WHOLE_LIFE,
} from '../../test/manual-platform.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Wraps the bus so that its first three calls fail as the test says. */
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

describe('the relay, when the bus fails', () => {
  it.each([
    ['for all events', async () => Promise.reject(new Error('no bus'))],
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
      'after it accepted all events',
      async (events: readonly PlatformEvent[], bus: EventPublisher) => {
        await bus.publish(events);
        throw new Error('the response was lost');
      },
    ],
  ])('%s, delivers every event with its id, in sequence for each order', async (_how, fail) => {
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

describe('an event that the bus rejects permanently', () => {
  it('becomes a dead letter at once, and delays only its own order', async () => {
    let rejected: string | undefined;
    const isRejected = ({ detail }: PlatformEvent) => detail.metadata.eventId === rejected;
    const wrapPublisher = (bus: EventPublisher): EventPublisher => ({
      publish: async (events) => {
        const failures = await bus.publish(events.filter((event) => !isRejected(event)));
        const final = events.filter(isRejected).map(({ detail }) => ({
          eventId: detail.metadata.eventId,
          code: 'MalformedDetail',
          final: true,
        }));
        return [...failures, ...final];
      },
    });
    const { platform, waitUntilIdle, pass } = manualPlatform({ wrapPublisher });
    const orderId = await place(platform);
    rejected = `${orderId}:1:0`;
    const other = await place(platform);

    await waitUntilIdle();

    const [letter, ...more] = platform.queue('order-stream-dlq').messages();
    expect(JSON.parse(letter?.body ?? '')).toMatchObject({
      source: 'serverless.snacks',
      'detail-type': 'Order Created',
      detail: { orderId, metadata: { eventId: rejected } },
      refusal: { code: 'MalformedDetail' },
    });
    expect(more).toEqual([]);
    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'NEW' });
    expect(await platform.orders.find(other)).toMatchObject({ status: 'PROCESSED' });

    rejected = undefined;
    await pass(20 * MINUTE); // until the sweeper publishes it again
    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
  });
});

describe('a record that grows too old in the stream', () => {
  it('leaves a notice in the dead-letter queue, and the sweeper republishes its event', async () => {
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
    await pass(70 * MINUTE); // until the next republication: they are four hours apart by then
    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
    expect(eventsOf(platform, orderId)).toEqual(WHOLE_LIFE);
  });
});

describe('an order whose processing is interrupted', () => {
  it('counts as stuck until its message is redriven', async () => {
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

describe('a function that times out', () => {
  it('fails, and its event is retried', async () => {
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
  it('is tried three times under one request id, then becomes a dead letter', async () => {
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

  it('counts as unfinished when the platform stops before its retry', async () => {
    const { platform, clock } = manualPlatform();
    platform.orders.add = async () => Promise.reject(new Error('the store is down'));

    await platform.asyncInvocations.invoke(platform.function('order-creator'), anOrderRequest());

    expect(await throughTime(clock, platform.stop(SECOND))).toBe(false);
  });
});

const noBus = () => ({ publish: async () => Promise.reject(new Error('no bus')) });

describe('stopping the platform', () => {
  it('finishes accepted orders first', async () => {
    const { platform, clock } = manualPlatform();
    const orderId = await place(platform);

    expect(await throughTime(clock, platform.stop(MINUTE))).toBe(true);

    expect(await platform.orders.find(orderId)).toMatchObject({ status: 'PROCESSED' });
  });

  it('returns false when work is unfinished at the deadline', async () => {
    const { platform, clock } = manualPlatform({ wrapPublisher: noBus });
    await place(platform);

    expect(await throughTime(clock, platform.stop(SECOND))).toBe(false);
  });
});
