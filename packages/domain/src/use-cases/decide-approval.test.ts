import { describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../order/actor.js';
import { admission, ORDER_STATUSES, type OrderStatus } from '../order/lifecycle.js';
import { LIMITS } from '../order/limits.js';
import type { Order } from '../order/order.js';
import { anOrderId } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { anInvocation, CLOCK, storedIn } from '../../test/stored-orders.js';
import { DecideApproval, type DecideApprovalCommand, type Decision } from './decide-approval.js';

const approver: Actor = { subject: 'anna', roles: ['approver'] };
const platform = systemActor('order-approval');

async function decide(
  orders: InMemoryOrders,
  decision: Decision,
  overrides: Partial<DecideApprovalCommand> & Pick<DecideApprovalCommand, 'orderId'>,
): Promise<Order> {
  return new DecideApproval(orders, CLOCK).execute({
    ...anInvocation({ actor: decision === 'expire' ? platform : approver }),
    decision,
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

  it.each(['', ' ', 'x'.repeat(LIMITS.noteLength + 1), 'line\nbreak'])(
    'refuses the note %j',
    async (note) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn('PENDING_APPROVAL', orders);

      await expect(decide(orders, 'approve', { orderId, note })).rejects.toMatchObject({
        code: 'ORDER_INVALID',
        issues: [{ field: 'note', code: 'NOTE_INVALID' }],
      });
      expect(orders.writes).toHaveLength(1);
    },
  );

  it.each(['approve', 'reject', 'expire'] as const)(
    'lets the first of two decisions stand against a later one: %s',
    async (decision) => {
      const orders = new InMemoryOrders();
      const { orderId } = await storedIn('PENDING_APPROVAL', orders);
      const first = await decide(orders, decision, { orderId });

      const opposite = decision === 'approve' ? 'reject' : 'approve';
      const [same, other] = await Promise.allSettled([
        decide(orders, decision, { orderId }),
        decide(orders, opposite, { orderId }),
      ]);

      expect(same).toEqual({ status: 'fulfilled', value: first });
      expect(other).toMatchObject({ reason: { code: 'ORDER_CONFLICT', status: first.status } });
      expect(orders.writes).toHaveLength(2);
    },
  );
});

describe('deciding on an order that does not wait', () => {
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

  it('fails where there is no such order', async () => {
    const orderId = anOrderId();

    await expect(decide(new InMemoryOrders(), 'approve', { orderId })).rejects.toMatchObject({
      code: 'ORDER_NOT_FOUND',
      orderId,
    });
  });
});

/** What somebody is told who may not decide. */
const REASONS = {
  approve: /Only an approver/,
  reject: /Only an approver/,
  expire: /Only the platform/,
  hidden: /no order/,
};

describe('who decides', () => {
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
    ['a stranger', 'approve', { subject: 'bob', roles: ['customer'] }, 'ORDER_NOT_FOUND'],
  ])('is not %s, who is told why', async (_who, decision, actor, code) => {
    const orders = new InMemoryOrders();
    const { orderId } = await storedIn('PENDING_APPROVAL', orders, { customerId: 'alice' });

    await expect(decide(orders, decision, { orderId, actor })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(REASONS[code === 'FORBIDDEN' ? decision : 'hidden']),
    });
    expect(orders.writes).toHaveLength(1);
  });
});
