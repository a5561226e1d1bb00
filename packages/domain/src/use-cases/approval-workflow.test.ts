import { describe, expect, it } from '@jest/globals';
import { orderKey } from '../order/order-key.js';
import { approve, cancel } from '../order/transitions.js';
import { aChangeContext, anOrderId, aPendingOrder } from '../testing/builders.js';
import { FakeApprovers, FakeTasks, FakeWorkflow } from '../../test/fake-approval.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { CLOCK, storedIn } from '../../test/stored-orders.js';
import { CloseApproval } from './close-approval.js';
import { RequestApproval } from './request-approval.js';
import { StartApproval } from './start-approval.js';

/** An order that waits for approval, and the use cases of its workflow. */
async function aPendingApproval() {
  const orders = new InMemoryOrders();
  const tasks = new FakeTasks();
  const workflow = new FakeWorkflow();
  const approvers = new FakeApprovers();
  const order = await storedIn('PENDING_APPROVAL', orders);
  const { orderId } = order;
  const key = orderKey(order);
  const input = { orderId, correlationId: 'correlation-1' };
  const start = new StartApproval(orders, workflow);
  const request = new RequestApproval(orders, tasks, workflow, approvers, CLOCK);
  return {
    orders,
    tasks,
    workflow,
    approvers,
    order,
    orderId,
    key,
    input,
    start: async () => start.execute(input),
    close: async () => new CloseApproval(orders, tasks, workflow).execute(orderId),
    ask: async (reminder = false) =>
      request.execute({
        orderId,
        taskToken: workflow.tokenOf(key),
        secondsLeft: 3_600,
        reminder,
      }),
    decide: async () => {
      const pending = await orders.find(orderId);
      if (pending?.status !== 'PENDING_APPROVAL')
        throw new Error('The order does not wait for approval.');
      await orders.save(approve(pending, undefined, aChangeContext()));
    },
  };
}

const unknownOrder = { orderId: anOrderId(), correlationId: 'correlation-1' };

describe('starting the approval of an order', () => {
  it('starts its workflow once', async () => {
    const { start, workflow, key } = await aPendingApproval();

    expect([await start(), await start()]).toEqual(['runs', 'runs']);
    expect(workflow.waitsOf(key)).toBe(1);
  });

  it('resumes a workflow that failed', async () => {
    const { start, workflow, key } = await aPendingApproval();
    await start();
    workflow.breakOff(key);

    expect(await start()).toBe('resumed');
    expect(workflow.waitsOf(key)).toBe(2);
  });

  it('has no effect on an order that is decided already', async () => {
    const { start, decide, workflow, key } = await aPendingApproval();
    await decide();

    expect(await start()).toBe('not waiting');
    expect(workflow.waitsOf(key)).toBe(0);
  });

  it('fails if the order waits although its workflow has ended', async () => {
    const { start, workflow, key, orderId } = await aPendingApproval();
    await start();
    await workflow.release(workflow.tokenOf(key));

    await expect(start()).rejects.toMatchObject({ code: 'APPROVAL_WORKFLOW_ENDED', orderId });
  });

  it('fails if there is no such order', async () => {
    const start = new StartApproval(new InMemoryOrders(), new FakeWorkflow());

    await expect(start.execute(unknownOrder)).rejects.toMatchObject({ code: 'ORDER_NOT_FOUND' });
  });
});

describe('asking for the approval of an order', () => {
  it.each([false, true])(
    'sends what approvers need, and no data of the customer; reminder: %s',
    async (reminder) => {
      const { start, ask, approvers, order, orderId } = await aPendingApproval();
      await start();

      expect(await ask(reminder)).toBe('asked');

      expect(approvers.asked).toEqual([
        {
          orderId,
          version: 1,
          totalAmount: 9.97,
          createdAt: order.createdAt,
          decideBy: '2026-01-01T01:01:00.000Z',
          reminder,
        },
      ]);
    },
  );

  it('releases its own wait if the order was decided before the token was stored', async () => {
    const { start, ask, decide, close, approvers } = await aPendingApproval();
    await start();
    await decide();
    expect(await close()).toBe('nothing waits');

    expect(await ask()).toBe('not waiting');

    expect(approvers.asked).toEqual([]);
    await expect(start()).resolves.toBe('not waiting');
  });

  it('stores the token before it reads the order, so that a decision in between finds it', async () => {
    const { start, ask, decide, close, orders, workflow, key } = await aPendingApproval();
    await start();
    const find = orders.find.bind(orders);
    orders.find = async (id) => {
      orders.find = find;
      const order = await find(id);
      await decide();
      expect(await close()).toBe('released');
      return order;
    };

    await ask();

    expect(await workflow.release(workflow.tokenOf(key))).toBe('not waiting');
  });

  it('fails if there is no such order', async () => {
    const { start, ask, orders } = await aPendingApproval();
    await start();
    orders.find = async () => undefined;

    await expect(ask()).rejects.toMatchObject({ code: 'ORDER_NOT_FOUND' });
  });
});

describe('closing the approval of an order', () => {
  it('ends the wait, also if the order has older tokens', async () => {
    const { start, ask, decide, close, workflow, key } = await aPendingApproval();
    await start();
    await ask();
    workflow.breakOff(key);
    await start();
    await ask(true);
    await decide();

    expect(await close()).toBe('released');
    expect(await close()).toBe('nothing waits');
  });

  it('ends the wait for a cancelled order', async () => {
    const { start, ask, close, orders, orderId } = await aPendingApproval();
    await start();
    await ask();
    const pending = aPendingOrder({ orderId });
    await orders.save(cancel(pending, aChangeContext()));

    expect(await close()).toBe('released');
  });

  it('does not end the wait for an order that is not decided', async () => {
    const { start, ask, close, workflow, key } = await aPendingApproval();
    await start();
    await ask();

    expect(await close()).toBe('undecided');
    expect(await workflow.release(workflow.tokenOf(key))).toBe('released');
  });

  it('fails if there is no such order', async () => {
    const close = new CloseApproval(new InMemoryOrders(), new FakeTasks(), new FakeWorkflow());

    await expect(close.execute(unknownOrder.orderId)).rejects.toMatchObject({
      code: 'ORDER_NOT_FOUND',
    });
  });
});
