import { describe, expect, it } from '@jest/globals';
import { isOrderEvent, type OrderEvent } from '@snacks/domain/events';
import { aPlacing, BUILT_AT, eventPublisherContract } from '@snacks/domain/testing';
import type { EventBridgeEnvelope } from './event-bridge-envelope.js';
import type { Target } from './event-target.js';
import {
  InMemoryEventBus,
  MAX_ENTRY_BYTES,
  type EventBusOptions,
  type Refusal,
} from './in-memory-event-bus.js';
import { ManualClock } from '../time/manual-clock.js';
import { SeededIdGenerator } from '../ports/seeded-id-generator.js';

const EVERYTHING = { source: [{ exists: true }] };

function aWorld(options: Partial<EventBusOptions> = {}) {
  const clock = new ManualClock(BUILT_AT);
  const ids = new SeededIdGenerator(1);
  const bus = new InMemoryEventBus({ name: 'snacks', clock, ids, ...options });
  return { clock, bus };
}

/** A target that records the events it takes. */
function aCollector(name = 'collector') {
  const taken: EventBridgeEnvelope[] = [];
  const target: Target = { name, deliver: (envelope) => void taken.push(envelope) };
  return { target, taken };
}

function anEntryWith(detail: unknown) {
  return { source: 'some.where', detailType: 'Something Happened', detail };
}

function anEntry(detail: object = { orderId: 'x' }) {
  return anEntryWith(detail);
}

const FOR_NOW: Refusal = { code: 'ThrottlingException', final: false };
const FOR_GOOD: Refusal = { code: 'MalformedDetail', final: true };

eventPublisherContract({ describe, it }, async () => {
  const refused = new Map<string, Refusal>();
  const { bus } = aWorld({ refuse: ({ detail }) => refused.get(detail.metadata.eventId) });
  const { target, taken } = aCollector();
  bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target] });
  return {
    publisher: bus,
    taken: async () =>
      taken
        .map((envelope) => ({ type: envelope['detail-type'], detail: envelope.detail }))
        .filter((event): event is OrderEvent => isOrderEvent(event)),
    refuse: async (eventId, forGood) => void refused.set(eventId, forGood ? FOR_GOOD : FOR_NOW),
  };
});

describe('an event on the bus', () => {
  it('travels in the envelope that EventBridge makes', async () => {
    const { clock, bus } = aWorld();
    const { target, taken } = aCollector();
    bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target] });
    const { events } = aPlacing();
    clock.advanceBy(1_999);

    await bus.publish(events);

    expect(taken).toStrictEqual([
      {
        version: '0',
        id: taken[0]?.id,
        'detail-type': 'Order Created',
        source: 'serverless.snacks',
        account: '000000000000',
        time: '2026-01-01T00:00:01Z',
        region: 'us-east-1',
        resources: [],
        detail: events[0]?.detail,
      },
    ]);
    expect(taken[0]?.id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('has the account and the region of its bus', () => {
    const { bus } = aWorld({ account: '123456789012', region: 'eu-central-1' });
    const { target, taken } = aCollector();
    bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target] });

    bus.put([anEntry()]);

    expect(taken).toMatchObject([{ account: '123456789012', region: 'eu-central-1' }]);
  });

  it('has a new id with every put, and the same detail', async () => {
    const { bus } = aWorld();
    const { target, taken } = aCollector();
    bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target] });
    const { events } = aPlacing();

    await bus.publish(events);
    await bus.publish(events);

    expect(new Set(taken.map(({ id }) => id)).size).toBe(2);
    expect(taken[1]?.detail).toEqual(taken[0]?.detail);
  });

  it('carries the time of its put', () => {
    const { clock, bus } = aWorld();
    const { target, taken } = aCollector();
    bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target] });

    bus.put([anEntry(), anEntry()]);
    clock.advanceBy(60_000);
    bus.put([anEntry()]);

    expect(taken.map(({ time }) => time)).toEqual([
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:01:00Z',
    ]);
  });
});

describe('a put', () => {
  it('returns the ids of the envelopes in the order of the entries', () => {
    const { bus } = aWorld();
    const { target, taken } = aCollector();
    bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target] });

    const outcomes = bus.put([anEntry({ n: 1 }), anEntry({ n: 2 })]);

    expect(outcomes).toEqual(taken.map(({ id }) => ({ id })));
    expect(taken.map(({ detail }) => detail)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it.each([['a text'], [1], [null], [['a', 'list']], [undefined]])(
    'refuses the detail %j, which is not an object, and accepts the other entries',
    (detail) => {
      const { bus } = aWorld();
      const { target, taken } = aCollector();
      bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target] });

      const outcomes = bus.put([anEntryWith(detail), anEntry()]);

      expect(outcomes).toEqual([{ errorCode: 'MALFORMED_DETAIL' }, { id: taken[0]?.id }]);
    },
  );

  it.each(['source', 'detailType'])('refuses an entry without a %s', (field) => {
    const { bus } = aWorld();

    expect(bus.put([{ ...anEntry(), [field]: '' }])).toEqual([{ errorCode: 'INVALID_ARGUMENT' }]);
  });

  it('refuses an entry of more than 1 MiB', () => {
    const { bus } = aWorld();
    const frame = JSON.stringify({ text: '' }).length;
    const { source, detailType } = anEntry();
    const length = MAX_ENTRY_BYTES - frame - source.length - detailType.length;

    const outcomes = bus.put([
      anEntry({ text: 'x'.repeat(length) }),
      anEntry({ text: 'x'.repeat(length + 1) }),
      anEntry({ text: 'é'.repeat(length / 2 + 1) }),
    ]);

    expect(outcomes).toEqual([
      { id: expect.any(String) },
      { errorCode: 'ENTRY_TOO_LARGE' },
      { errorCode: 'ENTRY_TOO_LARGE' },
    ]);
  });

  it('returns a final failure for an order event that is too large', async () => {
    const { bus } = aWorld();
    const large = aPlacing();
    Object.assign(large.events[0]?.detail ?? {}, { customerName: 'x'.repeat(MAX_ENTRY_BYTES) });

    expect(await bus.publish([...large.events, ...aPlacing().events])).toEqual([
      { eventId: `${large.order.orderId}:1:0`, code: 'ENTRY_TOO_LARGE', final: true },
    ]);
  });
});
