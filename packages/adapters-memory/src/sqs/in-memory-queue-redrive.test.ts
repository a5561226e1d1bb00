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

describe('a redrive policy', () => {
  it('moves a message after its maximum number of receives', () => {
    const { clock, queue, deadLetterQueue } = aQueueWithDeadLetters(3);
    const messageId = queue.send('poison', { kind: 'a' });

    const counts: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      counts.push(...queue.receive(10).map(({ receiveCount }) => receiveCount));
      clock.advanceBy(30 * SECOND);
    }

    expect(counts).toEqual([1, 2, 3]);
    expect(queue.messages()).toEqual([]);
    expect(deadLetterQueue.messages()).toEqual([
      {
        messageId,
        body: 'poison',
        attributes: { kind: 'a' },
        receiveCount: 3,
        sentAt: START,
        state: 'visible',
      },
    ]);
  });

  it('moves a message whose visibility timeout was set to 0', () => {
    const { queue, deadLetterQueue } = aQueueWithDeadLetters(1);
    queue.send('a');

    queue.changeVisibility(receiveOne(queue).receiptHandle, 0);

    expect(bodies(deadLetterQueue.messages())).toEqual(['a']);
    expect(queue.depth).toEqual({ visible: 0, inFlight: 0 });
  });

  it('does not move a message that was deleted after its last receive', () => {
    const { clock, queue, deadLetterQueue } = aQueueWithDeadLetters(1);
    queue.send('a');
    queue.delete(receiveOne(queue).receiptHandle);

    clock.advanceBy(30 * SECOND);
    queue.receive(1);

    expect(deadLetterQueue.messages()).toEqual([]);
  });

  it('counts the receives in its own queue only', () => {
    const { clock, aQueue } = aWorld();
    const last = aQueue({ name: 'last' });
    const middle = aQueue({
      name: 'middle',
      redrive: { deadLetterQueue: last, maxReceiveCount: 2 },
    });
    const queue = aQueue({ redrive: { deadLetterQueue: middle, maxReceiveCount: 2 } });
    queue.send('a');

    const counts: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      for (const from of [queue, middle]) {
        counts.push(...from.receive(1).map(({ receiveCount }) => receiveCount));
      }
      clock.advanceBy(30 * SECOND);
    }

    expect(counts).toEqual([1, 2, 3, 4]);
    expect(bodies(last.messages())).toEqual(['a']);
  });

  it('is undone by moving all visible messages back as new messages', () => {
    const { clock, queue, deadLetterQueue } = aQueueWithDeadLetters(1);
    const ids = ['a', 'b', 'c'].map((body) => queue.send(body, { kind: body }));
    queue.receive(3);
    clock.advanceBy(30 * SECOND);
    queue.receive(1);
    deadLetterQueue.receive(1);

    expect(deadLetterQueue.redriveTo(queue)).toBe(2);

    expect(deadLetterQueue.depth).toEqual({ visible: 0, inFlight: 1 });
    const received = queue.receive(10);
    expect(bodies(received)).toEqual(['b', 'c']);
    expect(received[0]).toMatchObject({
      attributes: { kind: 'b' },
      receiveCount: 1,
      sentAt: START + 30 * SECOND,
    });
    expect(ids).not.toContain(received[0]?.messageId);
  });

  it('can move messages to the same queue', () => {
    const queue = aWorld().aQueue();
    queue.send('a');
    queue.send('b');

    expect(queue.redriveTo(queue)).toBe(2);

    expect(bodies(queue.messages())).toEqual(['a', 'b']);
  });
});

describe('retention', () => {
  it('drops messages of that age, whether visible or in flight', () => {
    const { clock, aQueue } = aWorld();
    const queue = aQueue();
    queue.send('visible');
    clock.advanceBy(1);
    queue.send('younger');

    clock.advanceTo(START + 4 * DAY - 1);
    expect(queue.depth).toEqual({ visible: 2, inFlight: 0 });
    const { receiptHandle } = receiveOne(queue);

    clock.advanceBy(1);
    expect(bodies(queue.messages())).toEqual(['younger']);
    expect(queue.depth).toEqual({ visible: 1, inFlight: 0 });
    expect(queue.delete(receiptHandle)).toBe(false);
  });

  it('counts from the first send, also in the dead-letter queue', () => {
    const { clock, queue, deadLetterQueue } = aQueueWithDeadLetters(1);
    queue.send('a');
    clock.advanceBy(3 * DAY);
    queue.receive(1);
    clock.advanceBy(30 * SECOND);
    queue.receive(1);
    expect(deadLetterQueue.messages()).toHaveLength(1);

    clock.advanceTo(START + 14 * DAY - 1);
    expect(deadLetterQueue.messages()).toHaveLength(1);

    clock.advanceBy(1);
    expect(deadLetterQueue.messages()).toEqual([]);
  });

  it('is processed in the order of time with the moves, however late the next call is', () => {
    const { clock, queue, deadLetterQueue } = aQueueWithDeadLetters(1);
    queue.send('moved before it is too old');
    queue.receive(1);
    clock.advanceBy(4 * DAY - 10 * SECOND);
    queue.send('young');

    clock.advanceBy(DAY);

    expect(bodies(queue.messages())).toEqual(['young']);
    expect(bodies(deadLetterQueue.messages())).toEqual(['moved before it is too old']);
  });
});
