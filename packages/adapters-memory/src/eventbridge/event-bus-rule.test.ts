import { describe, expect, it, jest } from '@jest/globals';
import { aPlacing, BUILT_AT } from '@snacks/domain/testing';
import type { EventBridgeEnvelope } from './event-bridge-envelope.js';
import { queueTarget, type Target } from './event-target.js';
import { InMemoryEventBus } from './in-memory-event-bus.js';
import { InMemoryQueue } from '../sqs/in-memory-queue.js';
import { ManualClock } from '../time/manual-clock.js';
import { SeededIdGenerator } from '../ports/seeded-id-generator.js';

const EVERYTHING = { source: [{ exists: true }] };

function aWorld() {
  const clock = new ManualClock(BUILT_AT);
  const ids = new SeededIdGenerator(1);
  const bus = new InMemoryEventBus({ name: 'snacks', clock, ids });
  const aQueue = (name: string) =>
    new InMemoryQueue({ name, clock, ids, visibilityTimeout: 1_000, retention: 1_000_000 });
  return { clock, bus, aQueue };
}

/** A target that records the events it takes. */
function aCollector(name = 'collector') {
  const taken: EventBridgeEnvelope[] = [];
  const target: Target = { name, deliver: (envelope) => void taken.push(envelope) };
  return { target, taken };
}

/** A target that never takes anything. */
function aFailingTarget(error: unknown = new Error('no thanks')) {
  const deliver = jest.fn(() => {
    throw error;
  });
  const target: Target = { name: 'failing', deliver };
  return { target, deliver };
}

/** A target that calls `then` after a number of microtasks. */
function aSlowTarget(microtasks: number, then: () => void): Target {
  return {
    name: 'slow',
    deliver: async () => {
      for (let n = 0; n < microtasks; n += 1) await Promise.resolve();
      then();
    },
  };
}

function anEntry(detail: object = { orderId: 'x' }) {
  return { source: 'some.where', detailType: 'Something Happened', detail };
}

describe('a rule', () => {
  it('sends the events that match its pattern to each of its targets, and no others', () => {
    const { bus } = aWorld();
    const [one, other, elsewhere] = [aCollector('one'), aCollector('other'), aCollector()];
    const targets = [one.target, other.target];
    bus.addRule({ name: 'some', pattern: { detail: { n: [2, 3] } }, targets });
    bus.addRule({ name: 'none', pattern: { source: ['x'] }, targets: [elsewhere.target] });

    bus.put([anEntry({ n: 1 }), anEntry({ n: 2 }), anEntry({ n: 3 })]);

    for (const { taken } of [one, other]) {
      expect(taken.map(({ detail }) => detail)).toEqual([{ n: 2 }, { n: 3 }]);
    }
    expect(elsewhere.taken).toEqual([]);
  });

  it('is refused if its pattern is invalid', () => {
    const { bus } = aWorld();

    expect(() => bus.addRule({ name: 'wrong', pattern: { source: [] }, targets: [] })).toThrow(
      expect.objectContaining({ code: 'EVENT_PATTERN_INVALID' }),
    );
  });

  it('sends the envelope to a queue as JSON', async () => {
    const { bus, aQueue } = aWorld();
    const queue = aQueue('work');
    const { target, taken } = aCollector();
    bus.addRule({ name: 'work', pattern: EVERYTHING, targets: [queueTarget(queue), target] });
    expect(queueTarget(queue).name).toBe('work');

    await bus.publish(aPlacing({ request: { customerName: 'Zoë "Z" Müller' } }).events);

    const bodies = queue.receive(10).map(({ body }): unknown => JSON.parse(body));
    expect(bodies).toStrictEqual(taken);
    expect(bodies).toHaveLength(1);
  });

  it('has a target for queues that also takes an envelope as an object', async () => {
    const { bus, aQueue } = aWorld();
    const queue = aQueue('work');
    const { target, taken } = aCollector();
    bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target] });
    bus.put([anEntry()]);
    const [envelope] = taken;
    if (envelope === undefined) throw new Error('no envelope');

    await queueTarget(queue).deliver(envelope);

    expect(queue.messages().map(({ body }): unknown => JSON.parse(body))).toEqual([envelope]);
  });

  it('gives each target its own copy of the event', () => {
    const { bus } = aWorld();
    const vandal: Target = {
      name: 'vandal',
      deliver: ({ detail }) => void Object.assign(detail, { n: 'changed' }),
    };
    const { target, taken } = aCollector();
    bus.addRule({ name: 'both', pattern: EVERYTHING, targets: [vandal, target] });
    const detail = { n: 1 };

    bus.put([anEntry(detail)]);

    expect(taken[0]?.detail).toEqual({ n: 1 });
    expect(detail).toEqual({ n: 1 });
  });
});

describe('a target that fails', () => {
  it('is tried again until it takes the event', () => {
    const { bus } = aWorld();
    const { target, taken } = aCollector();
    let failures = 2;
    const unsteady: Target = {
      name: 'unsteady',
      deliver: (envelope) => {
        failures -= 1;
        if (failures >= 0) throw new Error('not now');
        return target.deliver(envelope);
      },
    };
    const rule = bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [unsteady] });

    bus.put([anEntry()]);

    expect(taken).toHaveLength(1);
    expect(rule.dropped).toBe(0);
  });

  it('is tried three times; then the envelope goes to the dead-letter queue', () => {
    const { bus, aQueue } = aWorld();
    const deadLetterQueue = aQueue('dead');
    const { target, deliver } = aFailingTarget();
    const rule = bus.addRule({
      name: 'all',
      pattern: EVERYTHING,
      targets: [target],
      deadLetterQueue,
    });

    const [outcome] = bus.put([anEntry({ n: 1 })]);

    expect(deliver).toHaveBeenCalledTimes(3);
    const [dead, ...more] = deadLetterQueue.messages();
    expect(more).toEqual([]);
    expect(JSON.parse(dead?.body ?? '')).toMatchObject({ ...outcome, detail: { n: 1 } });
    expect(dead?.attributes).toEqual({
      RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/snacks/all',
      TARGET_ARN: 'failing',
      ERROR_CODE: 'ERROR_FROM_TARGET',
      ERROR_MESSAGE: 'no thanks',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
    expect(rule.dropped).toBe(0);
  });

  it.each([
    [Object.assign(new Error('x'), { code: 'ITS_OWN' }), 'ITS_OWN', 'x'],
    [Object.assign(new Error('x'), { code: 42 }), 'ERROR_FROM_TARGET', 'x'],
    ['a text', 'ERROR_FROM_TARGET', 'a text'],
  ])('adds its error to the dead letter: %p', (error, code, message) => {
    const { bus, aQueue } = aWorld();
    const deadLetterQueue = aQueue('dead');
    const { target } = aFailingTarget(error);
    bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target], deadLetterQueue });

    bus.put([anEntry()]);

    expect(deadLetterQueue.messages()[0]?.attributes).toMatchObject({
      ERROR_CODE: code,
      ERROR_MESSAGE: message,
    });
  });

  it('has its envelopes dropped and counted without a dead-letter queue', () => {
    const { bus } = aWorld();
    const { target } = aFailingTarget();
    const rule = bus.addRule({ name: 'all', pattern: EVERYTHING, targets: [target] });

    bus.put([anEntry(), anEntry()]);

    expect(rule.dropped).toBe(2);
  });

  it('has its envelopes dropped and counted if the dead-letter queue refuses them too', () => {
    const { bus, aQueue } = aWorld();
    const deadLetterQueue = aQueue('dead');
    const { target } = aFailingTarget(new Error('x'.repeat(1_048_576)));
    const rule = bus.addRule({
      name: 'all',
      pattern: EVERYTHING,
      targets: [target],
      deadLetterQueue,
    });

    bus.put([anEntry()]);

    expect(rule.dropped).toBe(1);
    expect(deadLetterQueue.messages()).toEqual([]);
  });

  it('does not affect other targets, other rules or the publisher', async () => {
    const { bus } = aWorld();
    const { target: failing } = aFailingTarget();
    const [sameRule, otherRule] = [aCollector('same'), aCollector('other')];
    bus.addRule({ name: 'first', pattern: EVERYTHING, targets: [failing, sameRule.target] });
    bus.addRule({ name: 'second', pattern: EVERYTHING, targets: [otherRule.target] });

    expect(await bus.publish(aPlacing().events)).toEqual([]);

    expect(sameRule.taken).toHaveLength(1);
    expect(otherRule.taken).toHaveLength(1);
  });
});

describe('a slow target', () => {
  it('does not delay the publisher, and the bus is idle once it has completed', async () => {
    const { bus } = aWorld();
    const done: string[] = [];
    const waiting: (() => void)[] = [];
    const slow: Target = {
      name: 'slow',
      deliver: async () => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        done.push('slow');
      },
    };
    const { target, taken } = aCollector();
    bus.addRule({ name: 'slow', pattern: EVERYTHING, targets: [slow] });
    bus.addRule({ name: 'fast', pattern: EVERYTHING, targets: [target] });

    await bus.publish(aPlacing().events);
    expect(taken).toHaveLength(1);
    expect(done).toEqual([]);

    const idle = bus.idle().then(() => done.push('idle'));
    waiting.forEach((resume) => resume());
    await idle;
    expect(done).toEqual(['slow', 'idle']);
  });

  it('may put further events for slow targets, and the bus waits for those as well', async () => {
    const { bus } = aWorld();
    const done: string[] = [];
    const last = aSlowTarget(20, () => done.push('last'));
    bus.addRule({ name: 'last', pattern: { source: ['second'] }, targets: [last] });
    const first = aSlowTarget(10, () => void bus.put([{ ...anEntry(), source: 'second' }]));
    bus.addRule({ name: 'first', pattern: { source: ['first'] }, targets: [first] });

    bus.put([{ ...anEntry(), source: 'first' }]);
    await bus.idle();

    expect(done).toEqual(['last']);
  });

  it('is tried three times if it rejects', async () => {
    const { bus, aQueue } = aWorld();
    const deadLetterQueue = aQueue('dead');
    const deliver = jest.fn(async () => Promise.reject(new Error('too late')));
    const targets: Target[] = [{ name: 'slow', deliver }];
    const rule = bus.addRule({ name: 'slow', pattern: EVERYTHING, targets, deadLetterQueue });

    await bus.publish(aPlacing().events);
    await bus.idle();

    expect(deliver).toHaveBeenCalledTimes(3);
    expect(deadLetterQueue.messages()).toMatchObject([
      { attributes: { ERROR_MESSAGE: 'too late' } },
    ]);
    expect(rule.dropped).toBe(0);
  });
});

describe('a removed rule', () => {
  it('gets no more events, while the others do', async () => {
    const { bus } = aWorld();
    const kept = aCollector('kept');
    const removed = aCollector('removed');
    bus.addRule({ name: 'kept', pattern: EVERYTHING, targets: [kept.target] });
    bus.addRule({ name: 'removed', pattern: EVERYTHING, targets: [removed.target] });

    expect(bus.removeRule('removed')).toBe(true);
    bus.put([anEntry()]);

    expect(bus.ruleNames).toEqual(['kept']);
    expect(kept.taken).toHaveLength(1);
    expect(removed.taken).toEqual([]);
    expect(bus.removeRule('removed')).toBe(false);
  });
});
