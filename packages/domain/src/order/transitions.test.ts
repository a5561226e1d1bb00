import { describe, expect, it } from '@jest/globals';
import { OrderChangesExhaustedError } from '../errors.js';
import {
  aChangeContext,
  aNewOrder,
  anOrderIn,
  anOrderRequest,
  aPendingOrder,
  aPlacing,
  BUILT_AT,
} from '../testing/builders.js';
import { LIMITS } from './limits.js';
import { readOrderRequest, type OrderRequest } from './order-request.js';
import {
  approve,
  claim,
  complete,
  differences,
  expire,
  fail,
  reject,
  update,
} from './transitions.js';

function contentOf(overrides: Partial<OrderRequest> = {}) {
  return readOrderRequest(anOrderRequest(overrides));
}

describe('placing an order', () => {
  it.each(['low', 'medium'] as const)('makes it NEW if its priority is %s', (priority) => {
    expect(aPlacing({ priority }).order.status).toBe('NEW');
  });

  it('makes it wait for approval if its priority is high', () => {
    expect(aPlacing({ priority: 'high' }).order.status).toBe('PENDING_APPROVAL');
  });

  it('emits an event with the whole content of the order', () => {
    const deliveryPreferences = { method: 'delivery', address: 'Elm Street 1' } as const;
    const { order, events } = aPlacing({
      customerId: 'customer-1',
      request: { deliveryPreferences },
    });

    expect(events).toEqual([
      {
        type: 'Order Created',
        detail: {
          orderId: order.orderId,
          customerName: 'John Doe',
          customerId: 'customer-1',
          snackItems: [
            { name: 'Chips', quantity: 2, price: 3.99 },
            { name: 'Soda', quantity: 1, price: 1.99 },
          ],
          totalAmount: 9.97,
          status: 'NEW',
          createdAt: '2026-01-01T00:00:00.000Z',
          priority: 'medium',
          deliveryPreferences,
          metadata: {
            eventId: `${order.orderId}:1:0`,
            orderVersion: 1,
            schemaVersion: 1,
            occurredAt: '2026-01-01T00:00:00.000Z',
            correlationId: 'correlation-1',
            causationId: 'correlation-1',
          },
        },
      },
    ]);
  });

  it('creates the first entry of its history', () => {
    const { order } = aPlacing();

    expect(order.version).toBe(1);
    expect(order.history).toEqual([
      {
        version: 1,
        command: 'place',
        status: 'NEW',
        at: order.createdAt,
        actor: 'tester',
        correlationId: 'correlation-1',
      },
    ]);
  });
});

describe('updating an order', () => {
  it('replaces its content, and emits the names of the changed fields', () => {
    const order = aNewOrder({ request: { deliveryPreferences: { method: 'pickup' } } });
    const content = contentOf({
      snackItems: [{ name: 'Nuts', quantity: 1, price: 2.5 }],
      totalAmount: 2.5,
    });

    const { order: updated, events } = update(order, content, aChangeContext());

    expect(updated).toMatchObject({ customerName: 'John Doe', totalAmount: 250, status: 'NEW' });
    expect(updated).not.toHaveProperty('deliveryPreferences');
    expect(events[0]?.detail).toMatchObject({
      changed: ['snackItems', 'totalAmount', 'deliveryPreferences'],
      snackItems: [{ name: 'Nuts', quantity: 1, price: 2.5 }],
      totalAmount: 2.5,
    });
  });

  it('can add delivery preferences', () => {
    const deliveryPreferences = { method: 'pickup' } as const;

    const change = update(aNewOrder(), contentOf({ deliveryPreferences }), aChangeContext());

    expect(change.order.deliveryPreferences).toEqual(deliveryPreferences);
    expect(change.events[0]?.detail).toMatchObject({
      changed: ['deliveryPreferences'],
      deliveryPreferences,
    });
  });

  it('does not change its priority and its state', () => {
    const order = aPendingOrder();

    const { order: updated } = update(order, contentOf({ priority: 'low' }), aChangeContext());

    expect(updated).toMatchObject({ priority: 'high', status: 'PENDING_APPROVAL' });
  });

  it('has no differences if the content is equal', () => {
    expect(differences(aNewOrder(), contentOf())).toEqual([]);
  });
});

describe('updates of one order', () => {
  it('are refused early enough to approve, claim and complete it', () => {
    let order = aPendingOrder();
    let updates = 0;

    const updateAgain = () => {
      const change = update(order, contentOf({ customerName: `${updates}` }), aChangeContext());
      if (change.order.status === 'PENDING_APPROVAL') order = change.order;
      updates += 1;
    };
    while (updates < LIMITS.changes - 4) updateAgain();

    expect(updateAgain).toThrow(new OrderChangesExhaustedError(order.orderId));
    const approved = approve(order, undefined, aChangeContext()).order;
    const processed = complete(claim(approved, aChangeContext()).order, aChangeContext()).order;
    expect(processed.version).toBe(LIMITS.changes);
    expect(processed.history).toHaveLength(LIMITS.changes);
  });
});

describe('deciding on an order', () => {
  it('stores the note of an approval in the history and in the event', () => {
    const { order, events } = approve(aPendingOrder(), 'good customer', aChangeContext());

    expect(order.history.at(-1)?.note).toBe('good customer');
    expect(events[0]?.detail).toMatchObject({ decidedBy: 'tester', note: 'good customer' });
  });

  it('stores the reason and the note of a rejection', () => {
    const { order, events } = reject(aPendingOrder(), 'too many', aChangeContext());

    expect(order).toMatchObject({ status: 'REJECTED', reason: 'DECLINED_BY_APPROVER' });
    expect(order.history.at(-1)?.note).toBe('too many');
    expect(events[0]?.detail).toMatchObject({
      reason: 'DECLINED_BY_APPROVER',
      decidedBy: 'tester',
      note: 'too many',
    });
  });

  it('stores no note if the approver wrote none', () => {
    const { order, events } = reject(aPendingOrder(), undefined, aChangeContext());

    expect(order.history.at(-1)).not.toHaveProperty('note');
    expect(events[0]?.detail).not.toHaveProperty('note');
  });

  it('stores expiry as the reason if no approver decided in time', () => {
    const { order } = expire(aPendingOrder(), aChangeContext());

    expect(order).toMatchObject({ status: 'REJECTED', reason: 'APPROVAL_EXPIRED' });
  });
});

describe('finishing an order', () => {
  it('stores the time of processing', () => {
    const order = anOrderIn('PROCESSING');

    const { order: processed, events } = complete(order, aChangeContext({ now: BUILT_AT + 5_000 }));

    expect(processed.processedAt).toBe('2026-01-01T00:00:05.000Z');
    expect(events[0]?.detail).toMatchObject({ processedAt: processed.processedAt });
  });

  it('stores the reason of a failure', () => {
    const { order, events } = fail(anOrderIn('PROCESSING'), 'PAYMENT_DECLINED', aChangeContext());

    expect(order.reason).toBe('PAYMENT_DECLINED');
    expect(events[0]?.detail).toMatchObject({ status: 'FAILED', reason: 'PAYMENT_DECLINED' });
  });
});

describe('the time of a change', () => {
  it('is never earlier than the previous one, even if the clock of the next writer is', () => {
    const order = aNewOrder({ placedAt: BUILT_AT });

    const { order: claimed } = claim(order, aChangeContext({ now: BUILT_AT - 1 }));

    expect(claimed.updatedAt).toBe(order.updatedAt);
    expect(claimed.history.at(-1)?.at).toBe(order.updatedAt);
  });
});

describe('the metadata of an event', () => {
  it('has the id of the request or event that caused it, if it is known', () => {
    const { events } = approve(
      aPendingOrder(),
      undefined,
      aChangeContext({ correlationId: 'correlation-2', causationId: 'request-7' }),
    );

    expect(events[0]?.detail.metadata).toMatchObject({
      correlationId: 'correlation-2',
      causationId: 'request-7',
    });
  });
});
