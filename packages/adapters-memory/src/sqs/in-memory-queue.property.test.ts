import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { InMemoryQueue } from './in-memory-queue.js';
import { ManualClock } from '../time/manual-clock.js';
import type { MessageSnapshot } from './queue-message.js';
import { SeededIdGenerator } from '../ports/seeded-id-generator.js';
import { queueSteps, type QueueStep } from '../../test/queue-steps.js';

const VISIBILITY = 10;
const MAX_RECEIVES = 3;
/** Longer than any run takes, so that nothing is dropped for its age. */
const RETENTION = 1_000_000;

/** The expected state of a message. */
interface Known {
  readonly receiveCount: number;
  /** Set while the message is in flight. */
  readonly hiddenUntil: number | undefined;
  /** The handle of the latest receive. */
  readonly receiptHandle: string | undefined;
  readonly where: 'queue' | 'dead' | 'deleted';
}

/** The simplest model of a queue: every operation visits all messages. */
class Model {
  readonly messages = new Map<string, Known>();

  send(id: string): void {
    this.messages.set(id, {
      receiveCount: 0,
      hiddenUntil: undefined,
      receiptHandle: undefined,
      where: 'queue',
    });
  }

  /** Makes the messages visible or dead whose visibility timeout has passed. */
  processDue(now: number): void {
    for (const [id, message] of this.messages) {
      const { hiddenUntil, receiveCount, where } = message;
      if (where !== 'queue' || hiddenUntil === undefined || hiddenUntil > now) continue;
      this.messages.set(id, {
        ...message,
        hiddenUntil: undefined,
        where: receiveCount < MAX_RECEIVES ? 'queue' : 'dead',
      });
    }
  }

  ids(where: Known['where'], visible?: boolean): string[] {
    return Array.from(this.messages)
      .filter(([, known]) => known.where === where)
      .filter(([, known]) => visible === undefined || (known.hiddenUntil === undefined) === visible)
      .map(([id]) => id)
      .sort();
  }

  /** Returns when the first message in flight becomes visible. */
  nextVisibleAt(): number | undefined {
    const times = Array.from(this.messages.values())
      .filter(({ where }) => where === 'queue')
      .map(({ hiddenUntil }) => hiddenUntil ?? Infinity);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Returns the message for which the handle is valid. */
  byHandle(handle: string): [string, Known] | undefined {
    return Array.from(this.messages).find(
      ([, known]) => known.where === 'queue' && known.receiptHandle === handle,
    );
  }
}

const steps = fc.array(
  fc.oneof(...queueSteps({ hiddenFor: 2 * VISIBILITY, advancedBy: VISIBILITY })),
  { maxLength: 120 },
);

/** The queue and its model. */
interface Fixture {
  readonly clock: ManualClock;
  readonly model: Model;
  readonly queue: InMemoryQueue;
  readonly dead: InMemoryQueue;
  /** Every receipt handle so far. */
  readonly handles: string[];
}

function aFixture(): Fixture {
  const clock = new ManualClock(0);
  const common = {
    clock,
    ids: new SeededIdGenerator(1),
    visibilityTimeout: VISIBILITY,
    retention: RETENTION,
  };
  const dead = new InMemoryQueue({ ...common, name: 'dead' });
  const redrive = { deadLetterQueue: dead, maxReceiveCount: MAX_RECEIVES };
  const queue = new InMemoryQueue({ ...common, name: 'work', redrive });
  return { clock, model: new Model(), queue, dead, handles: [] };
}

function execute(fixture: Fixture, step: QueueStep): void {
  const { clock, model, queue, handles } = fixture;
  const handleOf = (which: number) => handles[which % handles.length] ?? 'none';
  switch (step.do) {
    case 'send':
      model.send(queue.send('body'));
      break;
    case 'receive':
      receive(fixture, step.max);
      break;
    case 'delete':
      remove(fixture, handleOf(step.which));
      break;
    case 'hide':
      hide(fixture, handleOf(step.which), step.for);
      break;
    case 'advance':
      clock.advanceBy(step.by);
      break;
  }
  model.processDue(clock.now());
}

function receive({ clock, model, queue, handles }: Fixture, max: number): void {
  const visible = model.ids('queue', true);
  const received = queue.receive(max);
  expect(received).toHaveLength(Math.min(max, visible.length));
  for (const { messageId, receiveCount, receiptHandle } of received) {
    const known = model.messages.get(messageId);
    if (known === undefined) throw new Error('Received a message that was never sent.');
    expect(visible).toContain(messageId);
    expect(receiveCount).toBe(known.receiveCount + 1);
    expect(receiveCount).toBeLessThanOrEqual(MAX_RECEIVES);
    expect(handles).not.toContain(receiptHandle);
    handles.push(receiptHandle);
    const hiddenUntil = clock.now() + VISIBILITY;
    model.messages.set(messageId, { ...known, receiveCount, receiptHandle, hiddenUntil });
  }
}

function remove({ model, queue }: Fixture, handle: string): void {
  const found = model.byHandle(handle);
  expect(queue.delete(handle)).toBe(found !== undefined);
  if (found === undefined) return;
  const [id, known] = found;
  model.messages.set(id, { ...known, hiddenUntil: undefined, where: 'deleted' });
}

function hide({ clock, model, queue }: Fixture, handle: string, milliseconds: number): void {
  const found = model.byHandle(handle);
  const inFlight = found?.[1].hiddenUntil !== undefined;
  expect(queue.changeVisibility(handle, milliseconds)).toBe(inFlight);
  if (found === undefined || !inFlight) return;
  const [id, known] = found;
  model.messages.set(id, { ...known, hiddenUntil: clock.now() + milliseconds });
}

function idsOf(queue: InMemoryQueue, state: MessageSnapshot['state']): string[] {
  const inState = queue.messages().filter((message) => message.state === state);
  return inState.map(({ messageId }) => messageId).sort();
}

/** Compares the messages of both queues with the model. */
function compare({ clock, model, queue, dead }: Fixture): void {
  const [visible, inFlight] = [model.ids('queue', true), model.ids('queue', false)];
  expect(idsOf(queue, 'visible')).toEqual(visible);
  expect(idsOf(queue, 'in flight')).toEqual(inFlight);
  expect(idsOf(dead, 'visible')).toEqual(model.ids('dead'));
  expect(queue.depth).toEqual({ visible: visible.length, inFlight: inFlight.length });
  expect(queue.nextVisibleAt()).toBe(visible.length > 0 ? clock.now() : model.nextVisibleAt());
}

describe('a queue under any sequence of calls', () => {
  it('loses no message, and delivers none too often or from two queues', () => {
    const property = fc.property(steps, (sequence) => {
      const fixture = aFixture();
      for (const step of sequence) {
        execute(fixture, step);
        compare(fixture);
      }
    });

    expect(() => fc.assert(property, { numRuns: 200 })).not.toThrow();
  });
});
