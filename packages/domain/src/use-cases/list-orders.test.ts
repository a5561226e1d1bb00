import { describe, expect, it } from '@jest/globals';
import { ANYONE, type Actor } from '../order/actor.js';
import { LIMITS } from '../order/limits.js';
import { BUILT_AT } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { storedIn } from '../../test/stored-orders.js';
import { ListOrders, type ListOrdersQuery } from './list-orders.js';

const alice: Actor = { subject: 'alice', roles: ['customer'] };
const operator: Actor = { subject: 'olga', roles: ['operator'] };

/** Alice's NEW and CANCELLED orders and Bob's NEW one, the newest first. */
async function someOrders() {
  const orders = new InMemoryOrders();
  const alices = await storedIn('NEW', orders, { customerId: 'alice', placedAt: BUILT_AT + 2 });
  const bobs = await storedIn('NEW', orders, { customerId: 'bob', placedAt: BUILT_AT + 1 });
  const cancelled = await storedIn('CANCELLED', orders, {
    customerId: 'alice',
    placedAt: BUILT_AT,
  });
  const list = async (query: Omit<ListOrdersQuery, 'limit'> & { readonly limit?: number }) =>
    new ListOrders(orders).execute({ limit: 10, ...query });
  return { alices, bobs, cancelled, list };
}

describe('listing orders', () => {
  it('returns all orders to an operator, the newest first', async () => {
    const { alices, bobs, cancelled, list } = await someOrders();

    expect(await list({ actor: operator })).toEqual({ orders: [alices, bobs, cancelled] });
  });

  it('filters by customer and by state', async () => {
    const { alices, bobs, cancelled, list } = await someOrders();

    expect((await list({ actor: operator, customerId: 'alice' })).orders).toEqual([
      alices,
      cancelled,
    ]);
    expect((await list({ actor: operator, status: 'NEW' })).orders).toEqual([alices, bobs]);
  });

  it('returns all orders without authentication', async () => {
    const { list } = await someOrders();

    expect((await list({ actor: ANYONE })).orders).toHaveLength(3);
  });

  it('returns only their own orders to a customer, with and without a customerId', async () => {
    const { alices, cancelled, list } = await someOrders();

    expect((await list({ actor: alice })).orders).toEqual([alices, cancelled]);
    expect((await list({ actor: alice, customerId: 'alice' })).orders).toEqual([alices, cancelled]);
    expect((await list({ actor: alice, status: 'NEW' })).orders).toEqual([alices]);
  });

  it('refuses the orders of another customer, and every listing of an anonymous customer', async () => {
    const { list } = await someOrders();

    await expect(list({ actor: alice, customerId: 'bob' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      message: expect.stringContaining('leave customerId out'),
    });
    await expect(list({ actor: { roles: ['customer'] } })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(
      list({ actor: { roles: ['customer'] }, customerId: 'alice' }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('has pages', async () => {
    const { alices, bobs, cancelled, list } = await someOrders();

    const first = await list({ actor: operator, limit: 2 });
    const second = await list({
      actor: operator,
      limit: 2,
      ...(first.next !== undefined && { after: first.next }),
    });

    expect(first.orders).toEqual([alices, bobs]);
    expect(second).toEqual({ orders: [cancelled] });
  });

  it.each([1, LIMITS.pageSize])('accepts a page of %p', async (limit) => {
    const { list } = await someOrders();

    await expect(list({ actor: operator, limit })).resolves.toBeDefined();
  });

  it.each([0, -1, LIMITS.pageSize + 1, 1.5, NaN])('refuses a page of %p', async (limit) => {
    const { list } = await someOrders();

    await expect(list({ actor: operator, limit })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      issues: [{ field: 'limit', code: 'LIMIT_INVALID' }],
    });
  });
});
