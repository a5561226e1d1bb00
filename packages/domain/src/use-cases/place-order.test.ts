import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../order/actor.js';
import type { Change } from '../order/change.js';
import type { IdGenerator } from '../ports/id-generator.js';
import { uuidFromDigest } from '../ports/id-generator.js';
import type { AddResult } from '../ports/order-repository.js';
import { aChangeBy, anOrderId, anOrderRequest } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { anInvocation, CLOCK } from '../../test/stored-orders.js';
import { PlaceOrder, type PlaceOrderCommand } from './place-order.js';

const ids: IdGenerator = {
  randomId: () => randomUUID(),
  digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};

const alice: Actor = { subject: 'alice', roles: ['customer'] };
const bob: Actor = { subject: 'bob', roles: ['customer'] };

function aCommand(overrides: Partial<PlaceOrderCommand> = {}): PlaceOrderCommand {
  return { ...anInvocation(), request: anOrderRequest(), ...overrides };
}

function placeOrder(orders = new InMemoryOrders()) {
  return { orders, useCase: new PlaceOrder(orders, ids, CLOCK) };
}

describe('placing an order', () => {
  it('stores it as NEW with its event, in one write', async () => {
    const { orders, useCase } = placeOrder();

    const { order, repeated } = await useCase.execute(aCommand({ causationId: 'request-1' }));

    expect(repeated).toBe(false);
    expect(order).toMatchObject({
      status: 'NEW',
      version: 1,
      totalAmount: 997,
      createdAt: '2026-01-01T00:01:00.000Z',
    });
    expect(await orders.find(order.orderId)).toEqual(order);
    expect(orders.writes).toHaveLength(1);
    const [event] = await orders.lastEvents(order.orderId);
    expect(event?.type).toBe('Order Created');
    expect(event?.detail.metadata).toMatchObject({
      correlationId: 'correlation-2',
      causationId: 'request-1',
    });
  });

  it('lets an order of high priority wait for approval', async () => {
    const { useCase } = placeOrder();

    const { order } = await useCase.execute(
      aCommand({ request: anOrderRequest({ priority: 'high' }) }),
    );

    expect(order.status).toBe('PENDING_APPROVAL');
  });

  it('stores nothing of a request that breaks a rule', async () => {
    const { orders, useCase } = placeOrder();

    const placing = [
      useCase.execute(aCommand({ request: anOrderRequest({ snackItems: [] }) })),
      useCase.execute(aCommand({ request: anOrderRequest({ totalAmount: 9.98 }) })),
      useCase.execute(aCommand({ idempotencyKey: 'no spaces allowed' })),
      useCase.execute(aCommand({ customerId: 'no spaces allowed' })),
      useCase.execute(aCommand({ correlationId: 'no spaces allowed' })),
      useCase.execute(aCommand({ causationId: '' })),
    ];

    const outcomes = await Promise.allSettled(placing);
    expect(outcomes).toMatchObject([
      { reason: { code: 'ORDER_INVALID', issues: [{ field: 'snackItems' }] } },
      { reason: { code: 'TOTAL_MISMATCH', expectedTotal: 9.97 } },
      { reason: { code: 'ORDER_INVALID', issues: [{ field: 'idempotencyKey' }] } },
      { reason: { code: 'ORDER_INVALID', issues: [{ field: 'customerId' }] } },
      { reason: { code: 'ORDER_INVALID', issues: [{ field: 'correlationId' }] } },
      { reason: { code: 'ORDER_INVALID', issues: [{ field: 'causationId' }] } },
    ]);
    expect(orders.writes).toEqual([]);
  });
});

describe('placing an order under an idempotency key', () => {
  it('places it once, however often the request is sent', async () => {
    const { orders, useCase } = placeOrder();

    const results = await Promise.all(
      Array.from({ length: 20 }, async () =>
        useCase.execute(aCommand({ idempotencyKey: 'key-1' })),
      ),
    );

    expect(new Set(results.map(({ order }) => order.orderId)).size).toBe(1);
    expect(results.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(orders.writes).toHaveLength(1);
  });

  it('returns a repeat with the order as it stands now', async () => {
    const { orders, useCase } = placeOrder();
    const { order } = await useCase.execute(aCommand({ idempotencyKey: 'key-1' }));
    const cancelled = aChangeBy('cancel', order);
    if (cancelled !== undefined) await orders.save(cancelled);

    const again = await useCase.execute(aCommand({ idempotencyKey: 'key-1' }));

    expect(again).toEqual({ order: cancelled?.order, repeated: true });
  });

  it('takes two writings of one request for the same request', async () => {
    const { orderId } = (await placeOrder().useCase.execute(aCommand({ idempotencyKey: 'key-1' })))
      .order;
    const { useCase } = placeOrder();
    const { totalAmount, snackItems, customerName } = anOrderRequest();

    await useCase.execute(aCommand({ idempotencyKey: 'key-1' }));
    const again = await useCase.execute(
      aCommand({
        idempotencyKey: 'key-1',
        correlationId: 'correlation-3',
        request: { totalAmount, priority: 'medium', snackItems, customerName },
      }),
    );

    expect(again).toMatchObject({ repeated: true, order: { orderId } });
  });

  it.each<[string, Partial<PlaceOrderCommand>]>([
    ['another customer name', { request: anOrderRequest({ customerName: 'Jane Doe' }) }],
    ['another priority', { request: anOrderRequest({ priority: 'low' }) }],
    ['delivery preferences', { request: anOrderRequest({ deliveryPreferences: {} }) }],
    ['another owner', { customerId: 'customer-2' }],
  ])('refuses the key for a request with %s', async (_what, other) => {
    const { orders, useCase } = placeOrder();
    await useCase.execute(aCommand({ idempotencyKey: 'key-1', customerId: 'customer-1' }));

    const reuse = useCase.execute(
      aCommand({ idempotencyKey: 'key-1', customerId: 'customer-1', ...other }),
    );

    await expect(reuse).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(orders.writes).toHaveLength(1);
  });

  it('keeps the keys of two callers apart, and those of a caller and of nobody', async () => {
    const { orders, useCase } = placeOrder();

    for (const actor of [alice, bob, { roles: alice.roles }]) {
      await useCase.execute(aCommand({ actor, idempotencyKey: 'key-1' }));
    }

    expect(orders.writes).toHaveLength(3);
  });

  it('places a new order for another key, and for none', async () => {
    const { orders, useCase } = placeOrder();

    await useCase.execute(aCommand({ idempotencyKey: 'key-1' }));
    await useCase.execute(aCommand({ idempotencyKey: 'key-2' }));
    await useCase.execute(aCommand());
    await useCase.execute(aCommand());

    expect(orders.writes).toHaveLength(4);
  });
});

describe("placing an order, where the store's response is lost", () => {
  /** Takes the order, forgets that it did, and is asked again, as a client of a database does. */
  class ForgetfulOrders extends InMemoryOrders {
    override async add(change: Change, requestHash: string): Promise<AddResult> {
      await super.add(change, requestHash);
      return super.add(change, requestHash);
    }
  }

  it('is no repeat: without a key the order can only be the one just placed', async () => {
    const { useCase } = placeOrder(new ForgetfulOrders());

    const { repeated, order } = await useCase.execute(aCommand());

    expect(repeated).toBe(false);
    expect(order.status).toBe('NEW');
  });

  it('counts as a repeat under a key: the two cannot be told apart', async () => {
    const { useCase } = placeOrder(new ForgetfulOrders());

    const { repeated } = await useCase.execute(aCommand({ idempotencyKey: 'key-1' }));

    expect(repeated).toBe(true);
  });
});

describe('the order that an external event asks for', () => {
  it('is one, however often the event comes, and none that a caller can have a key of', async () => {
    const { useCase, orders } = placeOrder();
    const eventId = anOrderId();

    const first = await useCase.execute(aCommand({ eventId }));
    const again = await useCase.execute(aCommand({ eventId }));
    const another = await useCase.execute(aCommand({ idempotencyKey: eventId }));

    expect(again).toEqual({ order: first.order, repeated: true });
    expect(another.order.orderId).not.toBe(first.order.orderId);
    expect(orders.writes).toHaveLength(2);
  });
});

describe('the owner of a placed order', () => {
  it.each<[string, Actor, string | undefined, string | undefined]>([
    ['the caller who is known', alice, undefined, 'alice'],
    ['the caller who is known and says so', alice, 'alice', 'alice'],
    [
      'an operator who orders for themselves',
      { subject: 'olga', roles: ['operator'] },
      undefined,
      'olga',
    ],
    ['whom a caller without a name names', { roles: ['customer'] }, 'carol', 'carol'],
    ['nobody, where nobody is named', { roles: ['customer'] }, undefined, undefined],
    ['whom the platform names', systemActor('intake'), 'carol', 'carol'],
    ['nobody, where the platform names nobody', systemActor('intake'), undefined, undefined],
  ])('is %s', async (_who, actor, customerId, owner) => {
    const { useCase } = placeOrder();

    const { order } = await useCase.execute(
      aCommand({ actor, ...(customerId !== undefined && { customerId }) }),
    );

    expect(order.customerId).toBe(owner);
    expect('customerId' in order).toBe(owner !== undefined);
  });

  it('is never another than the caller who is known', async () => {
    const { orders, useCase } = placeOrder();

    const placing = useCase.execute(aCommand({ actor: alice, customerId: 'bob' }));

    await expect(placing).rejects.toMatchObject({
      code: 'ORDER_INVALID',
      issues: [
        {
          field: 'customerId',
          code: 'CUSTOMER_ID_NOT_YOURS',
          message: expect.stringContaining('must be left out'),
        },
      ],
    });
    expect(orders.writes).toEqual([]);
  });
});

describe('an id derived from a key', () => {
  it('stays the same from release to release, so that a request repeated later is known', async () => {
    const { useCase } = placeOrder();

    const { order } = await useCase.execute(aCommand({ actor: alice, idempotencyKey: 'key' }));

    expect(order.orderId).toBe('b0bff41e-fbbb-8926-afc7-2b59ac325729');
  });
});

describe('an id derived from a digest', () => {
  it('is a UUID of version 8, its variant bits set', () => {
    expect(uuidFromDigest('0'.repeat(64))).toBe('00000000-0000-8000-8000-000000000000');
    expect(uuidFromDigest('f'.repeat(64))).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff');
    expect(uuidFromDigest('0123456789abcdef'.repeat(4))).toBe(
      '01234567-89ab-8def-8123-456789abcdef',
    );
  });
});
