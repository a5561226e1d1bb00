import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { systemActor, type Actor } from '../order/actor.js';
import type { Change } from '../order/change.js';
import type { IdGenerator } from '../ports/id-generator.js';
import { uuidFromDigest } from '../ports/id-generator.js';
import type { AddResult } from '../ports/order-repository.js';
import { aChangeBy, anOrderId, anOrderRequest } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { aRequestContext, CLOCK } from '../../test/stored-orders.js';
import { PlaceOrder, type PlaceOrderCommand } from './place-order.js';

const ids: IdGenerator = {
  randomId: () => randomUUID(),
  digest: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
};

const alice: Actor = { subject: 'alice', roles: ['customer'] };
const bob: Actor = { subject: 'bob', roles: ['customer'] };

function aCommand(overrides: Partial<PlaceOrderCommand> = {}): PlaceOrderCommand {
  return { ...aRequestContext(), request: anOrderRequest(), ...overrides };
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

  it('stores an order of high priority as PENDING_APPROVAL', async () => {
    const { useCase } = placeOrder();

    const { order } = await useCase.execute(
      aCommand({ request: anOrderRequest({ priority: 'high' }) }),
    );

    expect(order.status).toBe('PENDING_APPROVAL');
  });

  it('stores nothing if a rule is broken', async () => {
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
      { reason: { code: 'REQUEST_INVALID', issues: [{ field: 'idempotencyKey' }] } },
      { reason: { code: 'ORDER_INVALID', issues: [{ field: 'customerId' }] } },
      { reason: { code: 'REQUEST_INVALID', issues: [{ field: 'correlationId' }] } },
      { reason: { code: 'REQUEST_INVALID', issues: [{ field: 'causationId' }] } },
    ]);
    expect(orders.writes).toEqual([]);
  });
});

describe('placing an order under an idempotency key', () => {
  it('places one order for all repeats of a request', async () => {
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

  it('returns the current version of the order to a repeat', async () => {
    const { orders, useCase } = placeOrder();
    const { order } = await useCase.execute(aCommand({ idempotencyKey: 'key-1' }));
    const cancelled = aChangeBy('cancel', order);
    if (cancelled !== undefined) await orders.save(cancelled);

    const again = await useCase.execute(aCommand({ idempotencyKey: 'key-1' }));

    expect(again).toEqual({ order: cancelled?.order, repeated: true });
  });

  it('treats equal content as the same request, whatever the order of its fields', async () => {
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

  it('separates the keys of different callers, and of anonymous callers', async () => {
    const { orders, useCase } = placeOrder();

    for (const actor of [alice, bob, { roles: alice.roles }]) {
      await useCase.execute(aCommand({ actor, idempotencyKey: 'key-1' }));
    }

    expect(orders.writes).toHaveLength(3);
  });

  it('places a new order for another key, and without a key', async () => {
    const { orders, useCase } = placeOrder();

    await useCase.execute(aCommand({ idempotencyKey: 'key-1' }));
    await useCase.execute(aCommand({ idempotencyKey: 'key-2' }));
    await useCase.execute(aCommand());
    await useCase.execute(aCommand());

    expect(orders.writes).toHaveLength(4);
  });
});

describe('placing an order whose first response from the database is lost', () => {
  /** Adds each order twice, as the client of a database does if it retries the write. */
  class RetriedOrders extends InMemoryOrders {
    override async add(change: Change, requestHash: string): Promise<AddResult> {
      await super.add(change, requestHash);
      return super.add(change, requestHash);
    }
  }

  it('is not a repeat without a key, because the order is from this call', async () => {
    const { useCase } = placeOrder(new RetriedOrders());

    const { repeated, order } = await useCase.execute(aCommand());

    expect(repeated).toBe(false);
    expect(order.status).toBe('NEW');
  });

  it('is a repeat with a key, because the two cases are the same to the caller', async () => {
    const { useCase } = placeOrder(new RetriedOrders());

    const { repeated } = await useCase.execute(aCommand({ idempotencyKey: 'key-1' }));

    expect(repeated).toBe(true);
  });
});

describe('the order of an external event', () => {
  it('is placed once for all deliveries, and has an id that no idempotency key leads to', async () => {
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
    ['the caller', alice, undefined, 'alice'],
    ['the caller who sends their own customerId', alice, 'alice', 'alice'],
    [
      'an operator who places an order',
      { subject: 'olga', roles: ['operator'] },
      undefined,
      'olga',
    ],
    ['the customerId of an anonymous caller', { roles: ['customer'] }, 'carol', 'carol'],
    [
      'unknown for an anonymous caller without a customerId',
      { roles: ['customer'] },
      undefined,
      undefined,
    ],
    ['the customerId of the platform', systemActor('event-recorder'), 'carol', 'carol'],
    [
      'unknown for the platform without a customerId',
      systemActor('event-recorder'),
      undefined,
      undefined,
    ],
  ])('is %s', async (_who, actor, customerId, owner) => {
    const { useCase } = placeOrder();

    const { order } = await useCase.execute(
      aCommand({ actor, ...(customerId !== undefined && { customerId }) }),
    );

    expect(order.customerId).toBe(owner);
    expect('customerId' in order).toBe(owner !== undefined);
  });

  it('cannot be another customer than the caller', async () => {
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
  it('is the same in every release, so that a later repeat is recognised', async () => {
    const { useCase } = placeOrder();

    const { order } = await useCase.execute(aCommand({ actor: alice, idempotencyKey: 'key' }));

    expect(order.orderId).toBe('b0bff41e-fbbb-8926-afc7-2b59ac325729');
  });
});

describe('an id derived from a digest', () => {
  it('is a UUID of version 8 with the variant bits', () => {
    expect(uuidFromDigest('0'.repeat(64))).toBe('00000000-0000-8000-8000-000000000000');
    expect(uuidFromDigest('f'.repeat(64))).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff');
    expect(uuidFromDigest('0123456789abcdef'.repeat(4))).toBe(
      '01234567-89ab-8def-8123-456789abcdef',
    );
  });
});
