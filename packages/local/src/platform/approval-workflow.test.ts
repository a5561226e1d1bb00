import { describe, expect, it } from '@jest/globals';
import { ANYONE } from '@snacks/domain';
import type { EventPublisher } from '@snacks/domain/ports';
import { CancelOrder } from '@snacks/domain/use-cases';

import { aWaitingOrder, HOUR } from '../../test/approvals.js';
import { eventsOf } from '../../test/manual-platform.js';

const ASKED = { function: 'approval-requester', reminder: false, outcome: 'asked' };
const REMINDED = { function: 'approval-requester', reminder: true, outcome: 'asked' };
const SECOND = 1_000;

/** A bus that loses rejections. */
const lossy = (bus: EventPublisher): EventPublisher => ({
  publish: async (events) => bus.publish(events.filter(({ type }) => type !== 'Order Rejected')),
});

describe('the approval of an order', () => {
  it('asks approvers once, and processes the order when one approves', async () => {
    const { decide, waitUntilIdle, tasks, status, path, execution, platform, orderId } =
      await aWaitingOrder();
    expect(tasks).toEqual([ASKED]);
    expect(execution()).toMatchObject({ status: 'RUNNING', state: 'RequestApproval' });

    await decide('approve');
    await waitUntilIdle();

    expect(await status()).toBe('PROCESSED');
    expect(execution()?.status).toBe('SUCCEEDED');
    expect(path()).toEqual(['RequestApproval', 'Decided']);
    expect(eventsOf(platform, orderId)).toEqual([
      'Order Created 1:0',
      'Order Approved 2:0',
      'Order Processed 4:0',
    ]);
  });

  it('ends with REJECTED when an approver rejects', async () => {
    const { decide, pass, order, path, tasks } = await aWaitingOrder();

    await decide('reject');
    await pass(25 * HOUR);

    expect(await order()).toMatchObject({ status: 'REJECTED', reason: 'DECLINED_BY_APPROVER' });
    expect(path()).toEqual(['RequestApproval', 'Decided']);
    expect(tasks).toEqual([ASKED]);
  });

  it('reminds approvers once, halfway, and still accepts a decision afterwards', async () => {
    const { decide, pass, waitUntilIdle, status, path, tasks } = await aWaitingOrder();

    await pass(12 * HOUR - SECOND);
    expect(tasks).toEqual([ASKED]);
    await pass(SECOND);
    expect(tasks).toEqual([ASKED, REMINDED]);
    await pass(11 * HOUR);
    await decide('approve');
    await waitUntilIdle();

    expect(await status()).toBe('PROCESSED');
    expect(path()).toEqual(['RequestApproval', 'Remind', 'Decided']);
    expect(tasks).toEqual([ASKED, REMINDED]);
  });

  it('expires when no approver decides', async () => {
    const { pass, status, order, path, execution, tasks } = await aWaitingOrder();

    await pass(24 * HOUR - SECOND);
    expect(await status()).toBe('PENDING_APPROVAL');
    await pass(2 * SECOND);

    expect(await order()).toMatchObject({ status: 'REJECTED', reason: 'APPROVAL_EXPIRED' });
    expect(path()).toEqual(['RequestApproval', 'Remind', 'Expire', 'Decided']);
    expect(execution()?.status).toBe('SUCCEEDED');
    expect(tasks).toHaveLength(3);
  });

  it('ends when the order is cancelled', async () => {
    const { platform, clock, orderId, waitUntilIdle, status, path } = await aWaitingOrder();

    const cancel = new CancelOrder(platform.orders, clock);
    await cancel.execute({ orderId, actor: ANYONE, correlationId: 'cancel' });
    await waitUntilIdle();

    expect(await status()).toBe('CANCELLED');
    expect(path()).toEqual(['RequestApproval', 'Decided']);
  });

  it('accepts no decision on a cancelled order, and no second decision', async () => {
    const { platform, clock, orderId, waitUntilIdle, decide, status } = await aWaitingOrder();
    const cancel = new CancelOrder(platform.orders, clock);
    await cancel.execute({ orderId, actor: ANYONE, correlationId: 'cancel' });
    await waitUntilIdle();

    await expect(decide('approve')).rejects.toMatchObject({ code: 'ORDER_CONFLICT' });
    expect(await status()).toBe('CANCELLED');

    const other = await aWaitingOrder();
    await other.decide('reject');
    await expect(other.decide('approve')).rejects.toMatchObject({ code: 'ORDER_CONFLICT' });
    await other.waitUntilIdle();
    expect(await other.status()).toBe('REJECTED');
    expect(other.path()).toEqual(['RequestApproval', 'Decided']);
  });
});

describe('a workflow', () => {
  it('runs once, however often its start event is delivered, before and after its end', async () => {
    const { platform, orderId, waitUntilIdle, decide, tasks, path } = await aWaitingOrder();
    const again = async () => {
      await platform.bus.publish(created);
      await waitUntilIdle();
    };
    const created = await platform.orders.lastEvents(orderId);

    await again();
    await again();
    await decide('reject');
    await waitUntilIdle();
    await again();

    expect(tasks).toEqual([ASKED]);
    expect(path()).toEqual(['RequestApproval', 'Decided']);
    expect(platform.approvals.executions).toHaveLength(1);
    expect(platform.queue('order-approval-dlq').depth.visible).toBe(0);
  });

  it('notices a decision between its two waits', async () => {
    const { before, decide, pass, waitUntilIdle, status, path, tasks } = await aWaitingOrder();
    // The first wait is over, and the token of the second is not stored yet.
    before.Remind = async () => {
      delete before.Remind;
      await decide('approve');
    };

    await pass(12 * HOUR);
    await waitUntilIdle();

    expect(await status()).toBe('PROCESSED');
    expect(tasks).toEqual([ASKED, { ...REMINDED, outcome: 'not waiting' }]);
    expect(path()).toEqual(['RequestApproval', 'Remind', 'Decided']);
  });

  it('keeps a decision that is made just before the order expires', async () => {
    const { before, decide, pass, status, path, tasks } = await aWaitingOrder();
    before.Expire = async () => {
      delete before.Expire;
      await decide('approve');
    };

    await pass(24 * HOUR + SECOND);

    expect(await status()).toBe('PROCESSED');
    expect(path()).toEqual(['RequestApproval', 'Remind', 'Expire', 'Decided']);
    expect(tasks.at(-1)?.function).toBe('approval-expirer');
  });

  it('ends later when the event of the decision is lost', async () => {
    const { decide, pass, waitUntilIdle, path, execution } = await aWaitingOrder({
      wrapPublisher: lossy,
    });
    await decide('reject');
    await waitUntilIdle();
    expect(execution()?.status).toBe('RUNNING');

    await pass(12 * HOUR);

    expect(path()).toEqual(['RequestApproval', 'Remind', 'Decided']);
  });

  it('ends after its dead letter is redriven, once approval-closer works again', async () => {
    const { platform, decide, pass, waitUntilIdle, execution } = await aWaitingOrder();
    const closer = platform.function('approval-closer');
    const invoke = closer.invoke.bind(closer);
    closer.invoke = async () => ({ ok: false, requestId: 'id', error: new Error('broken') });
    await decide('reject');
    await pass(600 * SECOND);
    const deadLetters = platform.queue('approval-decisions-dlq');
    expect(deadLetters.depth.visible).toBe(1);
    expect(execution()?.status).toBe('RUNNING');

    closer.invoke = invoke;
    deadLetters.redriveTo(platform.queue('approval-decisions'));
    await waitUntilIdle();

    expect(execution()?.status).toBe('SUCCEEDED');
  });
});

describe.each([
  ['RequestApproval', 0, 25],
  ['Remind', 12, 25],
  ['Expire', 24, 25],
] as const)('when %s fails', (fail, after, sweptAfter) => {
  it('a few times, it is retried, and the order expires', async () => {
    const { pass, order, execution, tasks } = await aWaitingOrder({ fail, times: 3 });

    await pass(25 * HOUR);

    expect(await order()).toMatchObject({ status: 'REJECTED', reason: 'APPROVAL_EXPIRED' });
    expect(execution()?.status).toBe('SUCCEEDED');
    expect(tasks.filter(({ outcome }) => outcome === 'asked')).toEqual([ASKED, REMINDED]);
  });

  it('permanently, the execution fails, and resumes there once the order counts as stuck', async () => {
    const { pass, order, status, execution, tasks } = await aWaitingOrder({ fail, times: 13 });

    await pass((after + 0.9) * HOUR);
    expect(execution()).toMatchObject({ status: 'FAILED', state: fail });
    expect(await status()).toBe('PENDING_APPROVAL');

    await pass((sweptAfter + 25) * HOUR);
    expect(await order()).toMatchObject({ status: 'REJECTED', reason: 'APPROVAL_EXPIRED' });
    expect(execution()?.status).toBe('SUCCEEDED');
    expect(tasks.filter(({ outcome }) => outcome === 'asked')).toEqual([ASKED, REMINDED]);
  });

  it('permanently, an approver can still decide', async () => {
    const { pass, decide, status, execution } = await aWaitingOrder({ fail, times: 13 });
    await pass((after + 0.9) * HOUR);

    await decide('approve');
    await pass(HOUR);

    expect(await status()).toBe('PROCESSED');
    expect(execution()?.status).toBe('FAILED');
  });
});
