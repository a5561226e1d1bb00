import { describe, expect, it } from '@jest/globals';
import { ANYONE, type Actor } from '../order/actor.js';
import { LIMITS } from '../order/limits.js';
import { BUILT_AT } from '../testing/builders.js';
import { InMemoryOrders } from '../../test/in-memory-orders.js';
import { storedIn } from '../../test/stored-orders.js';
import { ListOrders, type ListOrdersQuery } from './list-orders.js';

const alice: Actor = { subject: 'alice', roles: ['customer'] };
const operator: Actor = { subject: 'olga', roles: ['operator'] };

/** Alice's NEW and CANCELLED orders and Bob's NEW one, by name, newest first. */
async function someOrders() {
  const orders = new InMemoryOrders();
  const alices = await storedIn('NEW', orders, { customerId: 'alice', placedAt: BUILT_AT + 2 });
  const bobs = await storedIn('NEW', orders, { customerId: 'bob', placedAt: BUILT_AT + 1 });
  const gone = await storedIn('CANCELLED', orders, { customerId: 'alice', placedAt: BUILT_AT });
  const list = async (query: Omit<ListOrdersQuery, 'limit'> & { readonly limit?: number }) =>
    new ListOrders(orders).execute({ limit: 10, ...query });
  return { alices, bobs, gone, list };
}

describe('listing orders', () => {
  it('shows an operator all of them, newest first', async () => {
    const { alices, bobs, gone, list } = await someOrders();

    expect(await list({ actor: operator })).toEqual({ orders: [alices, bobs, gone] });
  });

  it('shows an operator those of one customer, and of one state', async () => {
    const { alices, bobs, gone, list } = await someOrders();

    expect((await list({ actor: operator, customerId: 'alice' })).orders).toEqual([alices, gone]);
    expect((await list({ actor: operator, status: 'NEW' })).orders).toEqual([alices, bobs]);
  });

  it('shows everything where nobody is asked who they are', async () => {
    const { list } = await someOrders();

    expect((await list({ actor: ANYONE })).orders).toHaveLength(3);
  });

  it('shows a customer their own only, whether they name themselves or not', async () => {
    const { alices, gone, list } = await someOrders();

    expect((await list({ actor: alice })).orders).toEqual([alices, gone]);
    expect((await list({ actor: alice, customerId: 'alice' })).orders).toEqual([alices, gone]);
    expect((await list({ actor: alice, status: 'NEW' })).orders).toEqual([alices]);
  });

  it("refuses a customer another's, and one without a name everybody's", async () => {
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

  it('goes on page by page', async () => {
    const { alices, bobs, gone, list } = await someOrders();

    const first = await list({ actor: operator, limit: 2 });
    const second = await list({
      actor: operator,
      limit: 2,
      ...(first.next !== undefined && { after: first.next }),
    });

    expect(first.orders).toEqual([alices, bobs]);
    expect(second).toEqual({ orders: [gone] });
  });

  it.each([1, LIMITS.pageSize])('accepts a page of %p', async (limit) => {
    const { list } = await someOrders();

    await expect(list({ actor: operator, limit })).resolves.toBeDefined();
  });

  it.each([0, -1, LIMITS.pageSize + 1, 1.5, NaN])('refuses a page of %p', async (limit) => {
    const { list } = await someOrders();

    await expect(list({ actor: operator, limit })).rejects.toMatchObject({
      code: 'ORDER_INVALID',
      issues: [{ field: 'limit', code: 'LIMIT_INVALID' }],
    });
  });
});
