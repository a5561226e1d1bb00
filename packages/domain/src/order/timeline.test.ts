import { describe, expect, it } from '@jest/globals';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { aPendingOrder, aPlacing } from '../testing/builders.js';
import { DecideApproval } from '../use-cases/decide-approval.js';
import { ACTOR_KINDS } from './actor-kind.js';
import { actorKind, ANYONE, systemActor } from './actor.js';
import { toTimeline } from './timeline.js';

describe('the timeline of an order', () => {
  it('has an entry per version, with the kind of the actor but not the actor', async () => {
    const orders = new InMemoryOrders();
    const placing = aPlacing({ priority: 'high' });
    await orders.add(placing, 'hash');
    const decide = new DecideApproval(orders, { now: () => Date.UTC(2026, 0, 2) });

    const order = await decide.execute({
      actor: { subject: 'amy', roles: ['approver'] },
      orderId: placing.order.orderId,
      decision: 'approve',
      expectedVersion: 1,
      note: 'go on',
      correlationId: 'correlation-2',
    });

    expect(toTimeline(order)).toEqual([
      {
        version: 1,
        command: 'place',
        status: 'PENDING_APPROVAL',
        at: '2026-01-01T00:00:00.000Z',
        correlationId: 'correlation-1',
      },
      {
        version: 2,
        command: 'approve',
        status: 'APPROVED',
        at: '2026-01-02T00:00:00.000Z',
        actorKind: 'staff',
        correlationId: 'correlation-2',
        note: 'go on',
      },
    ]);
    expect(JSON.stringify(toTimeline(order))).not.toContain('amy');
  });

  it('has one entry if the order was only placed', () => {
    expect(toTimeline(aPendingOrder())).toHaveLength(1);
  });
});

describe('the kind of an actor', () => {
  it.each([
    ['anonymous', ANYONE],
    ['system', systemActor('order-processor')],
    ['staff', { subject: 'a', roles: ['customer', 'operator'] as const }],
    ['staff', { subject: 'a', roles: ['approver'] as const }],
    ['device', { subject: 'a', roles: ['customer', 'device'] as const }],
    ['customer', { subject: 'a', roles: ['customer'] as const }],
  ])('is %s for %j', (kind, actor) => {
    expect(actorKind(actor)).toBe(kind);
    expect(ACTOR_KINDS).toContain(kind);
  });
});
