import { afterEach, describe, expect, it } from '@jest/globals';
import type { OrderEvent } from '@snacks/domain/events';
import {
  aChangeContext,
  aNewOrder,
  aPlacing,
  eventPublisherContract,
  anOrderRequest,
} from '@snacks/domain/testing';
import { cancel, readOrderRequest, update } from '@snacks/domain';
import {
  EventBridgeEventPublisher,
  type EventBridgeEventPublisherOptions,
} from './eventbridge-event-publisher.js';
import { startEventBus, type EventBus } from '../../test/event-bus.js';

const buses: EventBus[] = [];

afterEach(async () => {
  await Promise.all(buses.splice(0).map(async (bus) => bus.stop()));
});

/** A publisher that does not wait. Only its pauses advance its clock. */
async function aPublisher(options: Partial<EventBridgeEventPublisherOptions> = {}) {
  const bus = await startEventBus({ requestTimeout: 1_000 });
  buses.push(bus);
  const pauses: number[] = [];
  let time = 0;
  const publisher = new EventBridgeEventPublisher(bus.client, {
    busName: 'orders',
    random: () => 0.5,
    now: () => time,
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
      time += milliseconds;
    },
    ...options,
  });
  return { publisher, bus, pauses };
}

function someEvents(count: number): OrderEvent[] {
  return Array.from({ length: count }, () => aPlacing().events).flat();
}

/** The events of one order: created, updated, cancelled. */
function eventsOfOneOrder(): OrderEvent[] {
  const order = aNewOrder();
  const created = aPlacing({ orderId: order.orderId });
  const content = readOrderRequest(anOrderRequest({ customerName: 'Jane Doe' }));
  const updated = update(order, content, aChangeContext());
  const { events } = cancel(updated.order, aChangeContext());
  return [...created.events, ...updated.events, ...events];
}

function idsOf(events: readonly OrderEvent[]): string[] {
  return events.map(({ detail }) => detail.metadata.eventId);
}

function idAt(events: readonly OrderEvent[], index: number): string {
  return events[index]?.detail.metadata.eventId ?? '';
}

/** Returns the event with so many more bytes in its entry. */
function enlarged(event: OrderEvent, by: number): OrderEvent {
  const { detail } = event;
  return Object.assign(structuredClone(event), {
    detail: { ...detail, customerName: detail.customerName + 'x'.repeat(by) },
  });
}

describe('events on EventBridge', () => {
  eventPublisherContract({ describe, it }, async () => {
    const { publisher, bus } = await aPublisher();
    return {
      publisher,
      taken: async () => bus.taken(),
      refuse: async (eventId, forGood) =>
        bus.refuse(eventId, Infinity, forGood ? 'MalformedDetail' : 'InternalFailure'),
    };
  });

  describe('the entry', () => {
    it('has the event as its detail, the time of the change, and the name of the bus', async () => {
      const { publisher, bus } = await aPublisher();
      const [event] = someEvents(1);

      await publisher.publish(event ? [event] : []);

      expect(bus.entries).toEqual([
        {
          EventBusName: 'orders',
          Source: 'serverless.snacks',
          DetailType: 'Order Created',
          Detail: JSON.stringify(event?.detail),
          Time: Date.UTC(2026, 0, 1) / 1_000,
        },
      ]);
    });
  });

  describe('given that the bus refuses some events', () => {
    it('sends only those again until they are taken: 25 events, two of which fail twice', async () => {
      const { publisher, bus, pauses } = await aPublisher();
      const events = someEvents(25);
      const [third, twentieth] = [idAt(events, 2), idAt(events, 19)];
      bus.refuse(third, 2);
      bus.refuse(twentieth, 2, 'ThrottlingException');

      const failures = await publisher.publish(events);

      expect(failures).toEqual([]);
      expect(bus.requests.slice(0, 3).flat().sort()).toEqual(idsOf(events).sort());
      expect(bus.requests.slice(3)).toEqual([
        [third, twentieth],
        [third, twentieth],
      ]);
      expect(idsOf(bus.taken()).sort()).toEqual(idsOf(events).sort());
      expect(pauses).toEqual([50, 100]);
    });

    it('stops after its attempts, and returns the error code of the bus', async () => {
      const { publisher, bus, pauses } = await aPublisher({ attempts: 4, maxPause: 250 });
      const events = someEvents(3);
      const [, second = ''] = idsOf(events);
      bus.refuse(second, Infinity, 'ThrottlingException');

      const failures = await publisher.publish(events);

      expect(failures).toEqual([{ eventId: second, code: 'ThrottlingException', final: false }]);
      expect(bus.requests).toEqual([idsOf(events), [second], [second], [second]]);
      expect(pauses).toEqual([50, 100, 125]);
    });

    it.each([
      'InvalidArgument',
      'MalformedDetail',
      'NotAuthorizedForDetailTypeException',
      'RedactionFailure',
    ])('does not send an event again after a final refusal: %s', async (code) => {
      const { publisher, bus, pauses } = await aPublisher();
      const events = someEvents(2);
      const [first = ''] = idsOf(events);
      bus.refuse(first, Infinity, code);

      const failures = await publisher.publish(events);

      expect(failures).toEqual([{ eventId: first, code, final: true }]);
      expect(pauses).toEqual([]);
    });

    it.each([
      'AccessDeniedException',
      'InvalidAccountIdException',
      'NotAuthorizedForSourceException',
    ])('neither retries nor calls final that the caller has no permission: %s', async (code) => {
      const { publisher, bus, pauses } = await aPublisher();
      const events = eventsOfOneOrder();
      const [first = '', ...later] = idsOf(events);
      bus.refuse(first, Infinity, code);

      const failures = await publisher.publish(events);

      expect(failures).toEqual([
        { eventId: first, code, final: false },
        ...later.map((eventId) => ({ eventId, code: 'HELD_BACK', final: false })),
      ]);
      expect(pauses).toEqual([]);
    });

    it('stops when its time budget is used up, even if attempts are left', async () => {
      const { publisher, bus, pauses } = await aPublisher({
        attempts: 1_000,
        timeBudget: 1_000,
        firstPause: 400,
      });
      const [event] = someEvents(1);
      bus.refuse(event?.detail.metadata.eventId ?? '');

      const failures = await publisher.publish(event ? [event] : []);

      expect(failures).toHaveLength(1);
      expect(pauses).toEqual([200, 400]);
    });
  });

  describe('given several events of one order', () => {
    it('sends them in order, in one request each', async () => {
      const { publisher, bus } = await aPublisher();
      const events = eventsOfOneOrder();

      expect(await publisher.publish(events)).toEqual([]);

      expect(bus.requests).toEqual(idsOf(events).map((id) => [id]));
    });

    it('holds back later events until the earlier one is taken', async () => {
      const { publisher, bus } = await aPublisher();
      const events = eventsOfOneOrder();
      const others = someEvents(2);
      const [created = ''] = idsOf(events);
      bus.refuse(created, 2);

      const failures = await publisher.publish([...events, ...others]);

      expect(failures).toEqual([]);
      const taken = idsOf(bus.taken());
      expect(taken.filter((id) => idsOf(events).includes(id))).toEqual(idsOf(events));
      expect(taken.slice(0, 2)).toEqual(idsOf(others));
    });

    it('sends later events if the refusal of the earlier one is final', async () => {
      const { publisher, bus, pauses } = await aPublisher();
      const events = eventsOfOneOrder();
      const [created = '', updated = '', cancelled = ''] = idsOf(events);
      bus.refuse(created, Infinity, 'MalformedDetail');
      bus.refuse(updated, 1);

      const failures = await publisher.publish(events);

      expect(failures).toEqual([{ eventId: created, code: 'MalformedDetail', final: true }]);
      expect(bus.requests).toEqual([[created], [updated], [updated], [cancelled]]);
      expect(pauses).toHaveLength(1);
    });

    it('returns HELD_BACK for later events if the earlier one is never taken', async () => {
      const { publisher, bus } = await aPublisher();
      const [created, updated, cancelled] = eventsOfOneOrder();
      const events = [created, updated, cancelled].flatMap((event) => event ?? []);
      const [first = '', second = '', third = ''] = idsOf(events);
      bus.refuse(second);

      const failures = await publisher.publish(events);

      expect(failures).toEqual([
        { eventId: second, code: 'InternalFailure', final: false },
        { eventId: third, code: 'HELD_BACK', final: false },
      ]);
      expect(idsOf(bus.taken())).toEqual([first]);
    });
  });

  describe('given large events', () => {
    it('keeps each request within the size limit', async () => {
      const { publisher, bus } = await aPublisher();
      const events = someEvents(5).map((event) => enlarged(event, 400_000));

      expect(await publisher.publish(events)).toEqual([]);

      expect(Math.max(...bus.requests.map((ids) => ids.length))).toBe(2);
      expect(bus.requests).toHaveLength(3);
      expect(idsOf(bus.taken()).sort()).toEqual(idsOf(events).sort());
    });

    it('does not send an event that exceeds the size limit alone', async () => {
      const { publisher, bus, pauses } = await aPublisher();
      const [first, second, third] = someEvents(3);
      const events = [first, second && enlarged(second, 1_000_000), third].flatMap((e) => e ?? []);
      const [one, tooLarge = '', other] = idsOf(events);

      const failures = await publisher.publish(events);

      expect(failures).toEqual([{ eventId: tooLarge, code: 'ENTRY_TOO_LARGE', final: true }]);
      expect(bus.requests).toEqual([[one, other]]);
      expect(pauses).toEqual([]);
    });
  });

  describe('given that a whole request fails', () => {
    it.each(['internal error', 'throttled', 'cut off', 'silent'] as const)(
      'sends the events of the failed requests again, and no taken event twice: %s',
      async (fault) => {
        const { publisher, bus } = await aPublisher();
        const events = someEvents(25);
        bus.break(undefined, fault, fault);

        const failures = await publisher.publish(events);

        expect(failures).toEqual([]);
        expect(idsOf(bus.taken()).sort()).toEqual(idsOf(events).sort());
        const [ofTaken = [], ...ofFailed] = bus.requests.slice(0, 3);
        expect(bus.requests.slice(3).flat().sort()).toEqual(ofFailed.flat().sort());
        expect(ofTaken.length + ofFailed.flat().length).toBe(25);
      },
    );

    it('sends taken events twice if the response was lost', async () => {
      const { publisher, bus } = await aPublisher();
      const events = someEvents(2);
      bus.break('response lost');

      const failures = await publisher.publish(events);

      expect(failures).toEqual([]);
      expect(bus.taken()).toEqual([...events, ...events]);
    });

    it('returns all events as failed if the bus keeps failing', async () => {
      const { publisher, bus } = await aPublisher({ attempts: 3 });
      const events = [...eventsOfOneOrder(), ...someEvents(12)];
      bus.break('internal error', 'internal error', 'internal error');

      const failures = await publisher.publish(events);

      expect(failures.map(({ eventId }) => eventId)).toEqual(idsOf(events));
      expect(failures[0]?.code).toBe('InternalException');
      expect(bus.requests).toHaveLength(3);
    });

    it('returns all events as failed if the connection is refused', async () => {
      const { publisher, bus } = await aPublisher({ attempts: 2 });
      await bus.stop();

      const failures = await publisher.publish(someEvents(1));

      expect(failures.map(({ code }) => code)).toEqual(['ECONNREFUSED']);
    });

    it('throws an error that a retry does not fix', async () => {
      const { publisher, bus, pauses } = await aPublisher();
      bus.break('no such bus');

      await expect(publisher.publish(someEvents(1))).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      });
      expect(pauses).toEqual([]);
    });
  });

  it('starts no request after its time budget, and returns OUT_OF_TIME for the events left', async () => {
    let reads = 0;
    const { publisher, bus } = await aPublisher({
      timeBudget: 10,
      // The clock is read at the start, then before each request.
      now: () => (reads++ < 2 ? 0 : 11),
    });
    const events = someEvents(12);

    const failures = await publisher.publish(events);

    expect(bus.taken()).toEqual(events.slice(0, 10));
    expect(failures.map(({ code }) => code)).toEqual(['OUT_OF_TIME', 'OUT_OF_TIME']);
  });

  it('waits by a timer by default', async () => {
    const { bus } = await aPublisher();
    const publisher = new EventBridgeEventPublisher(bus.client, {
      busName: 'orders',
      firstPause: 1,
    });
    const events = someEvents(1);
    bus.break('throttled');

    expect(await publisher.publish(events)).toEqual([]);

    expect(bus.taken()).toEqual(events);
  });
});
