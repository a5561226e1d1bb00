import { describe, expect, it } from '@jest/globals';
import {
  aQueueWithDeadLetters,
  aWorld,
  bodies,
  DAY,
  receiveOne,
  SECOND,
  START,
} from '../../test/queues.js';
import { MAX_MESSAGE_BYTES } from './message-limits.js';

describe('a receive', () => {
  it('returns the messages in order, at most the requested number', () => {
    const queue = aWorld().aQueue();
    const ids = ['a', 'b', 'c'].map((body) => queue.send(body, { kind: body }));

    const [first, second] = queue.receive(2);

    expect(first).toEqual({
      messageId: ids[0],
      receiptHandle: first?.receiptHandle,
      body: 'a',
      attributes: { kind: 'a' },
      receiveCount: 1,
      sentAt: START,
      firstReceivedAt: START,
    });
    expect(second?.messageId).toBe(ids[1]);
    expect(bodies(queue.receive(10))).toEqual(['c']);
    expect(queue.receive(10)).toEqual([]);
  });

  it('hides a message for the visibility timeout', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('a');
    const first = receiveOne(queue);

    clock.advanceBy(30 * SECOND - 1);
    expect(queue.receive(1)).toEqual([]);

    clock.advanceBy(1);
    const second = receiveOne(queue);
    expect(second).toEqual({
      ...first,
      receiveCount: 2,
      receiptHandle: expect.not.stringMatching(first.receiptHandle),
    });
  });

  it('hides a message for its own visibility timeout, if it has one', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('a');
    queue.receive(1, 5 * SECOND);

    clock.advanceBy(5 * SECOND);

    expect(bodies(queue.receive(1))).toEqual(['a']);
  });

  it('returns a message that is visible again after the other visible messages', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('poison');
    queue.receive(1);
    queue.send('b');
    clock.advanceBy(30 * SECOND);
    queue.send('c');

    expect(bodies(queue.receive(10))).toEqual(['b', 'c', 'poison']);
  });

  it('returns all other messages while one message fails again and again', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('poison');
    for (let n = 0; n < 50; n += 1) queue.send(`${n}`);

    const handled: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      for (const { body, receiptHandle } of queue.receive(5)) {
        if (body === 'poison') continue;
        handled.push(body);
        queue.delete(receiptHandle);
      }
      clock.advanceBy(30 * SECOND);
    }

    expect(handled).toEqual(Array.from({ length: 50 }, (_, n) => `${n}`));
    expect(queue.depth).toEqual({ visible: 1, inFlight: 0 });
  });

  it('returns the attributes as they were sent, even if the sender changes its object', () => {
    const queue = aWorld().aQueue();
    const attributes = { kind: 'a' };
    queue.send('a', attributes);

    attributes.kind = 'changed';

    expect(receiveOne(queue).attributes).toEqual({ kind: 'a' });
  });
});

describe('a receipt handle', () => {
  it('deletes its message', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('a');
    const { receiptHandle } = receiveOne(queue);

    expect(queue.delete(receiptHandle)).toBe(true);
    expect(queue.delete(receiptHandle)).toBe(false);

    clock.advanceBy(DAY);
    expect(queue.receive(1)).toEqual([]);
    expect(queue.depth).toEqual({ visible: 0, inFlight: 0 });
  });

  it('still deletes once its message has become visible again', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('a');
    const { receiptHandle } = receiveOne(queue);
    clock.advanceBy(30 * SECOND);

    expect(queue.delete(receiptHandle)).toBe(true);

    expect(queue.receive(1)).toEqual([]);
  });

  it('neither deletes nor hides once its message was received again', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('a');
    const stale = receiveOne(queue).receiptHandle;
    clock.advanceBy(30 * SECOND);
    const latest = receiveOne(queue).receiptHandle;

    expect(queue.delete(stale)).toBe(false);
    expect(queue.changeVisibility(stale, 0)).toBe(false);

    expect(queue.depth).toEqual({ visible: 0, inFlight: 1 });
    expect(queue.delete(latest)).toBe(true);
  });

  it('extends and shortens the time for which its message is hidden', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('a');
    const { receiptHandle } = receiveOne(queue);

    expect(queue.changeVisibility(receiptHandle, 60 * SECOND)).toBe(true);
    clock.advanceBy(59 * SECOND);
    expect(queue.receive(1)).toEqual([]);

    queue.changeVisibility(receiptHandle, 0);
    expect(bodies(queue.receive(1))).toEqual(['a']);
  });

  it('does not hide a message that is visible again or unknown', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('a');
    const { receiptHandle } = receiveOne(queue);
    clock.advanceBy(30 * SECOND);

    expect(queue.changeVisibility(receiptHandle, SECOND)).toBe(false);
    expect(queue.depth).toEqual({ visible: 1, inFlight: 0 });
    expect(queue.changeVisibility('unknown', SECOND)).toBe(false);
  });

  it('is no longer valid after its message was moved to another queue and back', () => {
    const { clock, queue, deadLetterQueue } = aQueueWithDeadLetters(1);
    queue.send('a');
    const { receiptHandle } = receiveOne(queue);
    clock.advanceBy(30 * SECOND);
    queue.receive(1);
    deadLetterQueue.redriveTo(queue);
    receiveOne(queue);

    expect(queue.delete(receiptHandle)).toBe(false);
    expect(queue.depth).toEqual({ visible: 0, inFlight: 1 });
  });
});

describe('a queue', () => {
  it('returns when there is next a message to receive or to move', () => {
    const { clock, queue, deadLetterQueue } = aQueueWithDeadLetters(1);
    expect(queue.nextVisibleAt()).toBeUndefined();

    queue.send('a');
    expect(queue.nextVisibleAt()).toBe(START);

    queue.receive(1);
    expect(queue.nextVisibleAt()).toBe(START + 30 * SECOND);

    clock.advanceBy(30 * SECOND);
    expect(queue.nextVisibleAt()).toBeUndefined();
    expect(deadLetterQueue.nextVisibleAt()).toBe(clock.now());
  });

  it('calls its listeners for every message: sent, dead, or moved back', () => {
    const { clock, queue, deadLetterQueue } = aQueueWithDeadLetters(1);
    const calls: string[] = [];
    queue.onSend(() => calls.push(`queue has ${queue.depth.visible}`));
    deadLetterQueue.onSend(() => calls.push(`dead letters ${deadLetterQueue.depth.visible}`));

    queue.send('a');
    queue.receive(1);
    clock.advanceBy(30 * SECOND);
    queue.receive(1);
    deadLetterQueue.redriveTo(queue);

    expect(calls).toEqual(['queue has 1', 'dead letters 1', 'queue has 1']);
  });

  it('does not call a removed listener', () => {
    const queue = aWorld().aQueue();
    const calls: string[] = [];
    const removeListener = queue.onSend(() => calls.push('one'));
    queue.onSend(() => calls.push('other'));

    removeListener();
    queue.send('a');

    expect(calls).toEqual(['other']);
  });

  it('returns its settings', () => {
    const { queue, deadLetterQueue } = aQueueWithDeadLetters(2);

    expect(queue.settings).toMatchObject({ visibilityTimeout: 30 * SECOND, retention: 4 * DAY });
    expect(queue.settings.redrive).toEqual({ deadLetterQueue, maxReceiveCount: 2 });
  });
});

describe('the snapshots of a queue', () => {
  it('show every message and its state without receiving it', () => {
    const queue = aWorld().aQueue();
    queue.send('a');
    queue.send('b');
    queue.receive(1);

    const seen = queue.messages();

    expect(seen.map(({ body, state, receiveCount }) => [body, state, receiveCount])).toEqual([
      ['b', 'visible', 0],
      ['a', 'in flight', 1],
    ]);
    expect(queue.messages()).toEqual(seen);
    expect(queue.depth).toEqual({ visible: 1, inFlight: 1 });
  });
});

describe('the characters of a message', () => {
  it.each(['', 'a\u0000', '\ufffe', '\uffff', '\ud83c', 'a\u001b'])(
    'are those that SQS accepts: never %j',
    (text) => {
      const queue = aWorld().aQueue();
      const refusal = { code: 'MESSAGE_CONTENTS_INVALID', queueName: 'work' };

      expect(() => queue.send(text)).toThrow(expect.objectContaining(refusal));
      expect(() => queue.send('body', { kind: text })).toThrow(expect.objectContaining(refusal));
      expect(queue.depth.visible).toBe(0);
    },
  );

  it('may be any other characters', () => {
    const queue = aWorld().aQueue();

    queue.send('\t\r\n é \ufffd \u{1f36a} \u{1ffff}');

    expect(queue.depth.visible).toBe(1);
  });
});

describe('the size of a message', () => {
  it.each([
    ['the body alone', 'x'.repeat(MAX_MESSAGE_BYTES), {}, 'x'],
    ['characters of several bytes', 'é'.repeat(MAX_MESSAGE_BYTES / 2), {}, 'x'],
    ['attributes', 'x'.repeat(MAX_MESSAGE_BYTES - 12), { kind: 'ab' }, 'x'],
  ])('is limited to 1 MiB by %s', (_what, body, attributes, more) => {
    const queue = aWorld().aQueue();

    queue.send(body, attributes);

    expect(() => queue.send(body + more, attributes)).toThrow(
      expect.objectContaining({
        name: 'MessageTooLargeError',
        code: 'MESSAGE_TOO_LARGE',
        queueName: 'work',
        bytes: MAX_MESSAGE_BYTES + 1,
      }),
    );
    expect(queue.depth.visible).toBe(1);
  });
});
