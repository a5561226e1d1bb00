import { describe, expect, it } from '@jest/globals';
import { anOrderIn } from '@snacks/domain/testing';

import { aLine, after, factsOf } from '../../test/a-platform.js';
import { axisOf } from './axis.js';

describe('the time axis of an order', () => {
  it('has every change, and the event that it emits, with the id of the event', () => {
    const order = anOrderIn('PROCESSED');

    const axis = axisOf(factsOf(order, 60));

    const titles = axis.map(({ kind, title }) => `${kind} ${title}`);
    expect(titles).toEqual([
      'history place: NEW',
      'event Order Created',
      'history claim: PROCESSING',
      'history complete: PROCESSED',
      'event Order Processed',
      'stock stock: sold',
      'payment payment: captured',
    ]);
    const ids = axis.flatMap(({ eventId }) => eventId ?? []);
    expect(ids).toEqual([`${order.orderId}:1:0`, `${order.orderId}:3:0`]);
  });

  it('has the tries of messages with their errors, and leaves out what every invocation logs', () => {
    const error = { name: 'PaymentTimedOutError', code: 'PAYMENT_TIMED_OUT', message: 'late' };
    const lines = [
      aLine(5, 'order-processor', 'message failed', { messageId: 'message-1', attempt: 1, error }),
      aLine(6, 'order-processor', 'invocation ended', { level: 'info' }),
    ];

    const axis = axisOf(factsOf(anOrderIn('NEW'), 60, { lines }));

    expect(axis.filter(({ service }) => service !== undefined)).toEqual([
      expect.objectContaining({
        at: after(5),
        kind: 'message',
        queue: 'order-processing',
        attempt: 1,
        maxAttempts: 3,
        error,
      }),
    ]);
  });

  it('has the states of the workflow, in the order of time', () => {
    const order = anOrderIn('PENDING_APPROVAL');
    const events = [
      { at: after(1), type: 'TaskStateEntered', state: 'RequestApproval' },
      { at: after(9), type: 'TaskFailed', error: 'Lambda.Unknown' },
    ];
    const workflow = { status: 'RUNNING', startedAt: after(1), events } as const;
    const lines = [aLine(5, 'approval-starter', 'approval started', { level: 'info' })];

    const axis = axisOf(factsOf(order, 60, { workflow, lines }));

    expect(axis.map(({ title }) => title)).toEqual([
      'place: PENDING_APPROVAL',
      'Order Created',
      'TaskStateEntered: RequestApproval',
      'approval started',
      'TaskFailed',
    ]);
    expect(axis.at(-1)?.error).toEqual({ name: 'Lambda.Unknown' });
  });
});
