import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { queueSteps } from '../../test/queue-steps.js';

import { MapJournal } from '../../test/map-journal.js';
import { aWorld, DAY, receiveOne, SECOND } from '../../test/queues.js';
import type { InMemoryQueue } from './in-memory-queue.js';

/** A queue and its dead-letter queue with a journal, and what a later process has of them. */
function aJournaledQueue() {
  const { clock, aQueue } = aWorld();
  const open = (journal: MapJournal) => {
    const dead = aQueue({ name: 'dead', retention: 14 * DAY, journal });
    const redrive = { deadLetterQueue: dead, maxReceiveCount: 2 };
    return { queue: aQueue({ redrive, journal }), dead, journal };
  };
  const first = new MapJournal();

  /** Restores the queues as after a kill at this moment. */
  function restart() {
    const later = open(new MapJournal(first));
    later.queue.restore(first.messages('work'));
    later.dead.restore(first.messages('dead'));
    return later;
  }
  return { clock, ...open(first), restart };
}

/** The messages of a queue by id, all visible, as a restart leaves them. */
function allVisible(queue: InMemoryQueue) {
  return queue
    .messages()
    .map((message) => Object.assign({}, message, { state: 'visible' }))
    .sort(byId);
}

function byId(a: { readonly messageId: string }, b: { readonly messageId: string }): number {
  return a.messageId < b.messageId ? -1 : 1;
}

describe('a queue with a journal, in the next process', () => {
  it('has a message with its id, body, attributes and time of sending', () => {
    const { clock, queue, restart } = aJournaledQueue();
    const messageId = queue.send('body', { kind: 'greeting' });
    const sentAt = clock.now();
    clock.advanceBy(SECOND);

    const later = restart();

    expect(later.queue.messages()).toEqual([
      {
        messageId,
        body: 'body',
        attributes: { kind: 'greeting' },
        sentAt,
        receiveCount: 0,
        state: 'visible',
      },
    ]);
  });

  it('delivers a message again that was in flight, and counts its receives on', () => {
    const { clock, queue, restart } = aJournaledQueue();
    queue.send('body');
    const first = receiveOne(queue);
    clock.advanceBy(SECOND);

    const again = receiveOne(restart().queue);

    expect(again).toMatchObject({
      messageId: first.messageId,
      receiveCount: 2,
      firstReceivedAt: first.firstReceivedAt,
    });
  });

  it('delivers a message once more whose last try the end of the process interrupted', () => {
    const { clock, queue, restart } = aJournaledQueue();
    queue.send('body');
    receiveOne(queue);
    clock.advanceBy(30 * SECOND);
    receiveOne(queue);

    const later = restart();

    expect(receiveOne(later.queue).receiveCount).toBe(3);
    clock.advanceBy(30 * SECOND);
    expect(later.queue.depth).toEqual({ visible: 0, inFlight: 0 });
    expect(later.dead.messages()).toMatchObject([{ body: 'body', receiveCount: 3 }]);
  });

  it('has a dead letter with all its receives, in the dead-letter queue only', () => {
    const { clock, queue, dead, restart } = aJournaledQueue();
    const messageId = queue.send('body');
    for (let receive = 0; receive < 2; receive += 1) {
      receiveOne(queue);
      clock.advanceBy(30 * SECOND);
    }
    expect([queue.depth.inFlight, dead.depth.visible]).toEqual([0, 1]);

    const later = restart();

    expect(later.queue.messages()).toEqual([]);
    expect(later.dead.messages()).toMatchObject([{ messageId, receiveCount: 2 }]);
  });

  it('has no message that was deleted or redriven', () => {
    const { queue, dead, restart } = aJournaledQueue();
    queue.send('deleted');
    queue.delete(receiveOne(queue).receiptHandle);
    dead.send('redriven');
    dead.redriveTo(queue);

    const later = restart();

    expect(later.queue.messages()).toMatchObject([{ body: 'redriven', receiveCount: 0 }]);
    expect(later.dead.messages()).toEqual([]);
  });

  it('keeps dropping messages at their age, counted from the first send', () => {
    const { clock, dead, restart } = aJournaledQueue();
    dead.send('old');
    clock.advanceBy(DAY);
    dead.send('young');
    clock.advanceBy(13 * DAY);

    const later = restart();

    expect(later.dead.messages()).toMatchObject([{ body: 'young' }]);
    expect(later.journal.messages('dead')).toMatchObject([{ body: 'young' }]);
  });

  it('accepts no receipt handle of the earlier process for another message', () => {
    const { queue, restart } = aJournaledQueue();
    queue.send('done');
    const { receiptHandle } = receiveOne(queue);
    queue.delete(receiptHandle);
    queue.send('waits');

    const later = restart();
    receiveOne(later.queue);

    expect(later.queue.delete(receiptHandle)).toBe(false);
  });

  it('returns the oldest message first', () => {
    const { clock, queue, restart } = aJournaledQueue();
    queue.send('first');
    clock.advanceBy(1);
    queue.send('second');
    queue.receive(1); // its record is now the latest one
    clock.advanceBy(1);

    expect(restart().queue.messages()).toMatchObject([{ body: 'first' }, { body: 'second' }]);
  });
});

// Time passes up to the retention of both queues.
const steps = fc.array(
  fc.oneof(...queueSteps({ hiddenFor: 60 * SECOND, advancedBy: DAY }), {
    weight: 1,
    arbitrary: fc.constant({ do: 'redrive' } as const),
  }),
  { maxLength: 60 },
);

describe('a queue with a journal, after a kill at any point of any sequence of calls', () => {
  it('equals the queue before, with all messages visible', () => {
    const property = fc.property(steps, (sequence) => {
      const { clock, queue, dead, restart } = aJournaledQueue();
      const handles: string[] = [];
      const handleOf = (which: number) => handles[which % handles.length] ?? 'none';
      for (const step of sequence) {
        switch (step.do) {
          case 'send':
            queue.send('body', { at: `${clock.now()}` });
            break;
          case 'redrive':
            dead.redriveTo(queue);
            break;
          case 'receive':
            handles.push(...queue.receive(step.max).map(({ receiptHandle }) => receiptHandle));
            break;
          case 'delete':
            queue.delete(handleOf(step.which));
            break;
          case 'hide':
            queue.changeVisibility(handleOf(step.which), step.for);
            break;
          case 'advance':
            clock.advanceBy(step.by);
            break;
        }

        const expected = [allVisible(queue), allVisible(dead)]; // processes what is due
        const later = restart();

        expect([allVisible(later.queue), allVisible(later.dead)]).toEqual(expected);
        const visible = expected.map((messages) => ({ visible: messages.length, inFlight: 0 }));
        expect([later.queue.depth, later.dead.depth]).toEqual(visible);
      }
    });

    expect(() => fc.assert(property, { numRuns: 200 })).not.toThrow();
  });
});
