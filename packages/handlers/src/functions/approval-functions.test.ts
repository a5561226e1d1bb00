import { describe, expect, it } from '@jest/globals';
import { approve } from '@snacks/domain';
import type { ApprovalWorkflow, WorkflowState } from '@snacks/domain/ports';
import { aChangeContext, aPlacing, BUILT_AT } from '@snacks/domain/testing';

import { anEnvelope, aQueueBatch } from '../../test/events.js';
import { functionsInMemory } from '../../test/functions-in-memory.js';

const COMPLETE = { batchItemFailures: [] };

/** The functions, an order that waits for approval, and its event in a batch. */
async function aWaitingOrder(state: WorkflowState = 'runs') {
  const started: unknown[] = [];
  const released: string[] = [];
  const approvalWorkflow: ApprovalWorkflow = {
    start: async (input) => {
      started.push(input);
      return state;
    },
    release: async (token) => {
      released.push(token);
      return 'released';
    },
  };
  const functions = functionsInMemory({ approvalWorkflow });
  const placing = aPlacing({ priority: 'high' });
  const { order } = placing;
  if (order.status !== 'PENDING_APPROVAL') throw new Error('the order does not wait for approval');
  await functions.store.add(placing, 'hash');
  const { orderId } = order;
  const task = {
    orderId,
    correlationId: 'correlation-1',
    taskToken: 'token-1',
    reminder: false,
    secondsLeft: 3_600,
  };
  return {
    ...functions,
    started,
    released,
    orderId,
    task,
    batch: aQueueBatch(placing.events.map((event) => JSON.stringify(anEnvelope(event)))),
    decide: async () => {
      const change = approve(order, undefined, aChangeContext());
      await functions.store.save(change);
      return aQueueBatch(change.events.map((event) => JSON.stringify(anEnvelope(event))));
    },
  };
}

describe('approval-starter', () => {
  it('starts the workflow of an order that waits, with the correlation id of its request', async () => {
    const { invoke, started, batch, orderId } = await aWaitingOrder();

    expect(await invoke('approval-starter', batch)).toEqual(COMPLETE);

    expect(started).toEqual([
      { order: `${orderId}_${BUILT_AT}`, orderId, correlationId: 'correlation-1' },
    ]);
  });

  it('starts nothing for a decided order if its event comes late', async () => {
    const { invoke, started, batch, decide } = await aWaitingOrder();
    await decide();

    expect(await invoke('approval-starter', batch)).toEqual(COMPLETE);

    expect(started).toEqual([]);
  });

  it('warns of a workflow that was interrupted', async () => {
    const { invoke, batch, logRecords, orderId } = await aWaitingOrder('resumed');

    await invoke('approval-starter', batch);

    expect(logRecords()).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'interrupted approval workflow resumed',
        orderId,
      }),
    );
  });

  it('fails the message of an order that still waits after its workflow has ended', async () => {
    const { invoke, batch } = await aWaitingOrder('ended');

    expect(await invoke('approval-starter', batch)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'message-0' }],
    });
  });
});

describe('approval-requester', () => {
  it('stores the token and asks the approvers, without the token or the customer in the log', async () => {
    const { invoke, approvalRequests, tasks, task, orderId, logText } = await aWaitingOrder();

    expect(await invoke('approval-requester', task)).toEqual({ outcome: 'asked' });

    expect(await tasks.tokensOf(orderId)).toEqual(['token-1']);
    expect(approvalRequests).toMatchObject([{ orderId, reminder: false }]);
    expect(logText()).not.toContain('token-1');
  });

  it.each([
    null,
    'text',
    {},
    { orderId: 'not-an-id' },
    { taskToken: '' },
    { taskToken: 'x'.repeat(2_049) },
    { taskToken: 7 },
    { secondsLeft: 0 },
    { secondsLeft: '60' },
    { reminder: 'true' },
    { correlationId: '' },
  ])('refuses %j', async (changes) => {
    const { invoke, approvalRequests, task } = await aWaitingOrder();
    const isChange = typeof changes === 'object' && changes !== null && changes !== undefined;
    const event = isChange && Object.keys(changes).length > 0 ? { ...task, ...changes } : changes;

    await expect(invoke('approval-requester', event)).rejects.toMatchObject({
      code: 'UNSUPPORTED_EVENT',
    });
    expect(approvalRequests).toEqual([]);
  });
});

describe('approval-expirer', () => {
  it('rejects an order that still waits, and does nothing on a second call', async () => {
    const { invoke, store, task, orderId } = await aWaitingOrder();

    expect(await invoke('approval-expirer', task)).toEqual({ outcome: 'REJECTED' });
    expect(await invoke('approval-expirer', task)).toEqual({ outcome: 'REJECTED' });

    expect(await store.find(orderId)).toMatchObject({ reason: 'APPROVAL_EXPIRED', version: 2 });
  });

  it('does not change an order that was approved at the last moment', async () => {
    const { invoke, store, task, decide, orderId } = await aWaitingOrder();
    await decide();

    expect(await invoke('approval-expirer', task)).toEqual({ outcome: 'APPROVED' });

    expect(await store.find(orderId)).toMatchObject({ status: 'APPROVED', version: 2 });
  });

  it('fails if the store fails, so that the workflow tries again', async () => {
    const { invoke, store, task } = await aWaitingOrder();
    store.find = async () => Promise.reject(new Error('the store is down'));

    await expect(invoke('approval-expirer', task)).rejects.toThrow('the store is down');
  });
});

describe('approval-closer', () => {
  it('ends the wait for an order that is decided', async () => {
    const { invoke, released, task, decide } = await aWaitingOrder();
    await invoke('approval-requester', task);
    const decision = await decide();

    expect(await invoke('approval-closer', decision)).toEqual(COMPLETE);

    expect(released).toEqual(['token-1']);
  });

  it('succeeds if no workflow waits', async () => {
    const { invoke, released, decide } = await aWaitingOrder();

    expect(await invoke('approval-closer', await decide())).toEqual(COMPLETE);

    expect(released).toEqual([]);
  });

  it('does not end the wait for an order that is not decided', async () => {
    const { invoke, released, task, batch } = await aWaitingOrder();
    await invoke('approval-requester', task);

    expect(await invoke('approval-closer', batch)).toEqual(COMPLETE);

    expect(released).toEqual([]);
  });
});
