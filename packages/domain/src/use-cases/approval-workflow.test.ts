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

/** An order that waits for approval, with its workflow running, and the use cases about it. */
async function aWaitingOrder() {
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
      if (pending?.status !== 'PENDING_APPROVAL') throw new Error('it does not wait');
      await orders.save(approve(pending, undefined, aChangeContext()));
    },
  };
}

const unknown = { orderId: anOrderId(), correlationId: 'correlation-1' };

describe('starting the approval of an order', () => {
  it('has its workflow run, once', async () => {
    const { start, workflow, key } = await aWaitingOrder();

    expect([await start(), await start()]).toEqual(['runs', 'runs']);
    expect(workflow.waitsOf(key)).toBe(1);
  });

  it('has a workflow go on that broke off', async () => {
    const { start, workflow, key } = await aWaitingOrder();
    await start();
    workflow.breakOff(key);

    expect(await start()).toBe('resumed');
    expect(workflow.waitsOf(key)).toBe(2);
  });

  it('does nothing for an order that is decided already', async () => {
    const { start, decide, workflow, key } = await aWaitingOrder();
    await decide();

    expect(await start()).toBe('not waiting');
    expect(workflow.waitsOf(key)).toBe(0);
  });

  it('fails where the order waits though its workflow is over: nobody else would see it', async () => {
    const { start, workflow, key, orderId } = await aWaitingOrder();
    await start();
    await workflow.release(workflow.tokenOf(key));

    await expect(start()).rejects.toMatchObject({ code: 'APPROVAL_WORKFLOW_ENDED', orderId });
  });

  it('fails where there is no such order', async () => {
    const start = new StartApproval(new InMemoryOrders(), new FakeWorkflow());

    await expect(start.execute(unknown)).rejects.toMatchObject({ code: 'ORDER_NOT_FOUND' });
  });
});

describe('asking for the approval of an order', () => {
  it.each([false, true])(
    'tells what approvers need, and nothing of the customer',
    async (again) => {
      const { start, ask, approvers, order, orderId } = await aWaitingOrder();
      await start();

      expect(await ask(again)).toBe('asked');

      expect(approvers.asked).toEqual([
        {
          orderId,
          version: 1,
          totalAmount: 9.97,
          createdAt: order.createdAt,
          decideBy: '2026-01-01T01:01:00.000Z',
          reminder: again,
        },
      ]);
    },
  );

  it('releases its own wait where the order was decided before the token was there', async () => {
    const { start, ask, decide, close, approvers } = await aWaitingOrder();
    await start();
    await decide();
    expect(await close()).toBe('nothing waits');

    expect(await ask()).toBe('not waiting');

    expect(approvers.asked).toEqual([]);
    await expect(start()).resolves.toBe('not waiting');
  });

  it('stores the token before it reads the order: a decision between the two finds it', async () => {
    const { start, ask, decide, close, orders, workflow, key } = await aWaitingOrder();
    await start();
    const find = orders.find.bind(orders);
    orders.find = async (id) => {
      orders.find = find;
      const seen = await find(id);
      await decide();
      expect(await close()).toBe('released');
      return seen;
    };

    await ask();

    expect(await workflow.release(workflow.tokenOf(key))).toBe('not waiting');
  });

  it('fails where there is no such order', async () => {
    const { start, ask, orders } = await aWaitingOrder();
    await start();
    orders.find = async () => undefined;

    await expect(ask()).rejects.toMatchObject({ code: 'ORDER_NOT_FOUND' });
  });
});

describe('closing the approval of an order', () => {
  it('ends the wait, whatever older tokens there are', async () => {
    const { start, ask, decide, close, workflow, key } = await aWaitingOrder();
    await start();
    await ask();
    workflow.breakOff(key);
    await start();
    await ask(true);
    await decide();

    expect(await close()).toBe('released');
    expect(await close()).toBe('nothing waits');
  });

  it('ends the wait for an order that was cancelled', async () => {
    const { start, ask, close, orders, orderId } = await aWaitingOrder();
    await start();
    await ask();
    const pending = aPendingOrder({ orderId });
    await orders.save(cancel(pending, aChangeContext()));

    expect(await close()).toBe('released');
  });

  it('leaves an order waiting that is not decided, whoever says so', async () => {
    const { start, ask, close, workflow, key } = await aWaitingOrder();
    await start();
    await ask();

    expect(await close()).toBe('undecided');
    expect(await workflow.release(workflow.tokenOf(key))).toBe('released');
  });

  it('fails where there is no such order', async () => {
    const close = new CloseApproval(new InMemoryOrders(), new FakeTasks(), new FakeWorkflow());

    await expect(close.execute(unknown.orderId)).rejects.toMatchObject({ code: 'ORDER_NOT_FOUND' });
  });
});
