import { describe, expect, it } from '@jest/globals';
import type { FulfilmentStep } from '../fulfilment/fulfilment-step.js';
import { systemActor, type Actor } from '../order/actor.js';
import { admission, ORDER_STATUSES, type OrderStatus } from '../order/lifecycle.js';
import { LIMITS } from '../order/limits.js';
import type { Order } from '../order/order.js';
import { anOrderId, anOrderRequest } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { aRequestContext, CLOCK, storedIn } from '../../test/stored-orders.js';
import { CancelOrder } from './cancel-order.js';
import { DecideApproval, type DecideApprovalCommand, type Decision } from './decide-approval.js';
import { ProcessOrder } from './process-order.js';
import { UpdateOrder } from './update-order.js';

const approver: Actor = { subject: 'anna', roles: ['approver'] };
const platform = systemActor('order-approval');

/** A fulfilment step without effect. */
const NO_STEP: FulfilmentStep = {
  name: 'none',
  run: async () => 'done',
  commit: async () => {},
  undo: async () => {},
};

async function decide(
  orders: InMemoryOrders,
  decision: Decision,
  overrides: Partial<DecideApprovalCommand> & Pick<DecideApprovalCommand, 'orderId'>,
): Promise<Order> {
  return new DecideApproval(orders, CLOCK).execute({
    ...aRequestContext({ actor: decision === 'expire' ? platform : approver }),
    decision,
    ...(decision !== 'expire' && { expectedVersion: 1 }),
    ...overrides,
  });
}

describe('deciding on an order that waits for approval', () => {
  it.each([
    ['approve', { status: 'APPROVED' }, 'Order Approved', 'anna'],
    ['reject', { status: 'REJECTED', reason: 'DECLINED_BY_APPROVER' }, 'Order Rejected', 'anna'],
    [
      'expire',
      { status: 'REJECTED', reason: 'APPROVAL_EXPIRED' },
      'Order Rejected',
      'order-approval',
    ],
  ] as const)('can %s it', async (decision, expected, type, decidedBy) => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PENDING_APPROVAL', orders);

    const order = await decide(orders, decision, { orderId });

    expect(order).toMatchObject(expected);
    expect(await orders.find(orderId)).toEqual(order);
    expect(await orders.lastEvents(orderId)).toMatchObject([{ type, detail: { decidedBy } }]);
  });

  it.each(['approve', 'reject'] as const)('can %s it with a note', async (decision) => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PENDING_APPROVAL', orders);

    const order = await decide(orders, decision, { orderId, note: 'as agreed' });

    expect(order.history.at(-1)).toMatchObject({ actor: 'anna', note: 'as agreed' });
    expect(await orders.lastEvents(orderId)).toMatchObject([{ detail: { note: 'as agreed' } }]);
  });

  it('stores the note normalised, as every text', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PENDING_APPROVAL', orders);

    const order = await decide(orders, 'approve', { orderId, note: ' cre\u0300me ' });

    expect(order.history.at(-1)).toMatchObject({ note: 'cr\u00e8me' });
  });

  it.each(['', ' ', 'x'.repeat(LIMITS.noteLength + 1), 'line\nbreak'])(
    'refuses the note %j',
    async (note) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn('PENDING_APPROVAL', orders);

      await expect(decide(orders, 'approve', { orderId, note })).rejects.toMatchObject({
        code: 'REQUEST_INVALID',
        issues: [{ field: 'note', code: 'NOTE_INVALID' }],
      });
      expect(orders.writes).toHaveLength(1);
    },
  );

  it.each(['approve', 'reject', 'expire'] as const)(
    'has the same result if it is repeated, and refuses the opposite decision: %s',
    async (decision) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn('PENDING_APPROVAL', orders);
      const first = await decide(orders, decision, { orderId });

      const opposite = decision === 'approve' ? 'reject' : 'approve';
      const [repeated, refused] = await Promise.allSettled([
        decide(orders, decision, { orderId }),
        decide(orders, opposite, { orderId }),
      ]);

      expect(repeated).toEqual({ status: 'fulfilled', value: first });
      expect(refused).toMatchObject({ reason: { code: 'ORDER_CONFLICT', status: first.status } });
      expect(orders.writes).toHaveLength(2);
    },
  );
});

describe('rejecting an order whose approval has expired', () => {
  it('has no effect', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PENDING_APPROVAL', orders);
    const expired = await decide(orders, 'expire', { orderId });

    expect(await decide(orders, 'reject', { orderId })).toEqual(expired);
  });
});

describe('a decision on an expected version', () => {
  const request = anOrderRequest({
    snackItems: [{ name: 'Caviar', quantity: 1_000, price: 9_999 }],
    totalAmount: 9_999_000,
  });

  async function anUpdatedOrder() {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PENDING_APPROVAL', orders);
    await new UpdateOrder(orders, CLOCK).execute({ ...aRequestContext(), orderId, request });
    return { orders, orderId };
  }

  it.each(['approve', 'reject'] as const)(
    'is refused if the owner has updated the order since: %s',
    async (decision) => {
      const { orders, orderId } = await anUpdatedOrder();

      await expect(decide(orders, decision, { orderId, expectedVersion: 1 })).rejects.toMatchObject(
        { code: 'VERSION_MISMATCH', expectedVersion: 1, currentVersion: 2 },
      );
      expect(await orders.find(orderId)).toMatchObject({ status: 'PENDING_APPROVAL', version: 2 });
    },
  );

  it('is refused if the owner updates the order between its read and its write', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PENDING_APPROVAL', orders);
    const find = orders.find.bind(orders);
    orders.find = async (id) => {
      const order = await find(id);
      orders.find = find;
      await new UpdateOrder(orders, CLOCK).execute({ ...aRequestContext(), orderId, request });
      return order;
    };

    await expect(decide(orders, 'approve', { orderId, expectedVersion: 1 })).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
    });
  });

  it('must state the version if the caller has a subject', async () => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PENDING_APPROVAL', orders);
    const command = {
      ...aRequestContext({ actor: approver }),
      orderId,
      decision: 'approve',
    } as const;

    await expect(new DecideApproval(orders, CLOCK).execute(command)).rejects.toMatchObject({
      code: 'VERSION_REQUIRED',
      orderId,
    });
  });

  it('need not state the version if the caller is anonymous', async () => {
    const { orders, orderId } = await anUpdatedOrder();
    const command = { ...aRequestContext(), orderId, decision: 'approve' } as const;

    const order = await new DecideApproval(orders, CLOCK).execute(command);

    expect(order.status).toBe('APPROVED');
  });

  it.each(['PROCESSING', 'PROCESSED', 'CANCELLED'] as const)(
    'can be repeated once the order is %s',
    async (status) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn('PENDING_APPROVAL', orders);
      await decide(orders, 'approve', { orderId });
      const invocation = { ...aRequestContext(), orderId };
      if (status === 'CANCELLED') await new CancelOrder(orders, CLOCK).execute(invocation);
      if (status === 'PROCESSED') await new ProcessOrder(orders, CLOCK, []).execute(invocation);
      if (status === 'PROCESSING') {
        const failing = { ...NO_STEP, run: async () => Promise.reject(new Error('broken')) };
        await new ProcessOrder(orders, CLOCK, [failing]).execute(invocation).catch(() => undefined);
      }
      const writes = orders.writes.length;

      const again = await decide(orders, 'approve', { orderId });

      expect(again.status).toBe(status);
      expect(orders.writes).toHaveLength(writes);
    },
  );

  it('is not a repeat of a decision on another version', async () => {
    const { orders, orderId } = await anUpdatedOrder();
    await decide(orders, 'approve', { orderId, expectedVersion: 2 });

    await expect(decide(orders, 'approve', { orderId, expectedVersion: 1 })).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
    });
  });
});

describe('deciding on an order that does not wait for approval', () => {
  const cells = (['approve', 'reject', 'expire'] as const).flatMap((decision) =>
    ORDER_STATUSES.filter((status) => admission(decision, status) === 'forbidden').map(
      (status): { decision: Decision; status: OrderStatus } => ({ decision, status }),
    ),
  );

  it.each(cells)('cannot $decision it once it is $status', async ({ decision, status }) => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn(status, orders);

    await expect(decide(orders, decision, { orderId })).rejects.toMatchObject({
      code: 'ORDER_CONFLICT',
      command: decision,
      status,
    });
  });

  it('fails if there is no such order', async () => {
    const orderId = anOrderId();

    await expect(decide(new InMemoryOrders(), 'approve', { orderId })).rejects.toMatchObject({
      code: 'ORDER_NOT_FOUND',
      orderId,
    });
  });
});

/** The messages of refused decisions. */
const MESSAGES = {
  approve: /Only an approver/,
  reject: /Only an approver/,
  expire: /Only the platform/,
  hidden: /no order/,
};

describe('the right to decide', () => {
  it.each<[string, Decision, Actor, string]>([
    ['the owner', 'approve', { subject: 'alice', roles: ['customer'] }, 'FORBIDDEN'],
    [
      'an approver on an order of their own',
      'approve',
      { subject: 'alice', roles: ['approver'] },
      'FORBIDDEN',
    ],
    ['an operator', 'reject', { subject: 'olga', roles: ['operator'] }, 'FORBIDDEN'],
    ['the platform', 'approve', platform, 'FORBIDDEN'],
    ['an approver, by letting it expire', 'expire', approver, 'FORBIDDEN'],
    ['another customer', 'approve', { subject: 'bob', roles: ['customer'] }, 'ORDER_NOT_FOUND'],
  ])('is refused to %s, with the reason', async (_who, decision, actor, code) => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PENDING_APPROVAL', orders, { customerId: 'alice' });

    await expect(decide(orders, decision, { orderId, actor })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(MESSAGES[code === 'FORBIDDEN' ? decision : 'hidden']),
    });
    expect(orders.writes).toHaveLength(1);
  });
});
