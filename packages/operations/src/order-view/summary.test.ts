import { describe, expect, it } from '@jest/globals';
import { toTimestamp } from '@snacks/domain';
import { anOrderIn, BUILT_AT } from '@snacks/domain/testing';

import { aLine, after, factsOf } from '../../test/a-platform.js';
import type { DeadLetter } from '../messages/dead-letter.js';
import { summaryOf } from './summary.js';

const TIMED_OUT = {
  name: 'PaymentTimedOutError',
  code: 'PAYMENT_TIMED_OUT',
  message: 'no response',
};

function aFailedTry(seconds: number, attempt: number) {
  const message = attempt === 3 ? 'message given up' : 'message failed';
  return aLine(seconds, 'order-processor', message, {
    messageId: 'message-1',
    attempt,
    error: TIMED_OUT,
  });
}

function aDeadLetter(overrides: Partial<DeadLetter> = {}): DeadLetter {
  return {
    queue: 'order-processing-dlq',
    messageId: 'message-1',
    source: 'order-processing',
    function: 'order-processor',
    reason: 'PAYMENT_TIMED_OUT: no response',
    receiveCount: 3,
    sentAt: after(0),
    body: '{}',
    type: 'Order Created',
    ...overrides,
  };
}

describe('the summary of an order', () => {
  it('says of a new order that the processor receives it, and when the sweeper helps', () => {
    const { status, since, why, next } = summaryOf(factsOf(anOrderIn('NEW'), 2));

    expect({ status, since }).toEqual({ status: 'NEW', since: after(0) });
    expect(why).toContain('waits for order-processor');
    expect(next).toMatchObject({ at: after(15 * 60) });
  });

  it('says when a failed message is delivered again, and which try that is', () => {
    const facts = factsOf(anOrderIn('PROCESSING'), 31, { lines: [aFailedTry(1, 1)] });

    expect(summaryOf(facts)).toMatchObject({
      why: 'order-processor failed at try 1 of 3: PAYMENT_TIMED_OUT: no response',
      next: {
        text: 'The queue order-processing delivers it again in 60 s, try 2 of 3.',
        at: after(91),
      },
    });
  });

  it('no longer reports a failed try after a later one has succeeded', () => {
    const succeeded = aLine(91, 'order-processor', 'order processed', {
      level: 'info',
      messageId: 'message-1',
      attempt: 2,
    });
    const facts = factsOf(anOrderIn('PROCESSING'), 92, { lines: [aFailedTry(1, 1), succeeded] });

    expect(summaryOf(facts).why).toBe(
      'order-processor has claimed it and runs its fulfilment steps.',
    );
  });

  it('says of a claimed order with a dead letter that only a redrive helps, and offers it', () => {
    const facts = factsOf(anOrderIn('PROCESSING'), 300, {
      lines: [1, 2, 3].map((attempt) => aFailedTry(attempt * 90, attempt)),
      deadLetters: [aDeadLetter()],
    });

    expect(summaryOf(facts)).toMatchObject({
      why: 'Its message failed 3 times and is in order-processing-dlq: PAYMENT_TIMED_OUT: no response',
      next: { text: expect.stringContaining('Redrive the message') },
      actions: [
        {
          action: 'redrive',
          queue: 'order-processing-dlq',
          messageId: 'message-1',
          source: 'order-processing',
          type: 'Order Created',
          path: '/operations/dead-letters/order-processing-dlq/redrive',
        },
      ],
    });
  });

  it('says of a new order with a dead letter when the sweeper publishes its event again', () => {
    const facts = factsOf(anOrderIn('NEW'), 16 * 60, { deadLetters: [aDeadLetter()] });

    expect(summaryOf(facts).next.at).toBe(after(30 * 60));
  });

  it('says why the relay could not publish the event of a new order', () => {
    const line = aLine(1, 'order-relay', 'event not taken by the bus', { code: 'Throttling' });

    expect(summaryOf(factsOf(anOrderIn('NEW'), 2, { lines: [line] })).why).toContain('Throttling');
  });

  it('says when an order without a decision expires, and offers both decisions', () => {
    const { next, actions } = summaryOf(factsOf(anOrderIn('PENDING_APPROVAL'), 60));

    expect(next.at).toBe(after(24 * 3_600));
    expect(actions.map(({ action }) => action)).toEqual(['approve', 'reject', 'cancel']);
  });

  it('counts the deadline from the start of the workflow', () => {
    const workflow = { status: 'RUNNING', startedAt: after(30), events: [] } as const;

    const { next } = summaryOf(factsOf(anOrderIn('PENDING_APPROVAL'), 60, { workflow }));

    expect(next.at).toBe(after(30 + 24 * 3_600));
  });

  it('says that a failed workflow neither reminds nor expires', () => {
    const workflow = { status: 'FAILED', startedAt: after(1), events: [] } as const;

    const { why, next } = summaryOf(factsOf(anOrderIn('PENDING_APPROVAL'), 60, { workflow }));

    expect(why).toContain('Its workflow is FAILED');
    expect(next.at).toBe(after(25 * 3_600));
  });

  it('names the snacks that are out of stock, and offers to set their stock', () => {
    const stock = [{ name: 'Chips', available: 1, reserved: 0, sold: 7 }];

    const { reason, why, actions } = summaryOf(factsOf(anOrderIn('FAILED'), 60, { stock }));

    expect(reason).toBe('OUT_OF_STOCK');
    expect(why).toContain('Chips (2 ordered, 1 available now)');
    expect(actions).toMatchObject([{ action: 'set stock', name: 'Chips' }]);
  });

  it.each(['PROCESSED', 'CANCELLED', 'REJECTED'] as const)(
    'says of a %s order that nothing more happens',
    (status) => {
      const summary = summaryOf(factsOf(anOrderIn(status), 60));

      expect(summary).toMatchObject({
        status,
        next: { text: 'The state is final: nothing more happens.' },
      });
      expect(summary.actions).toEqual([]);
    },
  );

  it('dates a state from its first change, not from later updates', () => {
    const order = anOrderIn('NEW');
    const [placed] = order.history;
    if (placed === undefined) throw new Error('a new order has a history');
    const updatedAt = toTimestamp(BUILT_AT + 60_000);
    const update = { ...placed, version: 2, command: 'update', at: updatedAt } as const;
    const updated = { ...order, version: 2, updatedAt, history: [placed, update] };

    expect(summaryOf(factsOf(updated, 120)).since).toBe(after(0));
  });
});
