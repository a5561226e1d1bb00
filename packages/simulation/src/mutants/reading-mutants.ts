import { isFields } from '@snacks/domain';
import type { OrderRepository } from '@snacks/domain/ports';
import type { LambdaHandler } from '@snacks/handlers';

import type { Mutant } from './mutant.js';
import { withOrders } from './order-mutants.js';

/** Changes the listings of customers, but not the sweeper's. */
function withListings(
  name: string,
  mutate: (orders: OrderRepository) => OrderRepository['list'],
): Mutant {
  const mutant = withOrders(name, (orders) => {
    const list = mutate(orders);
    return {
      list: async (query) => (query.customerId === undefined ? orders.list(query) : list(query)),
    };
  });
  return { ...mutant, concerns: 'readings' };
}

/** Returns the first response again. */
function cached(handler: LambdaHandler): LambdaHandler {
  const responses = new Map<string, unknown>();
  return async (event, context) => {
    const key = JSON.stringify(isFields(event) && event.pathParameters);
    const response = responses.get(key) ?? (await handler(event, context));
    responses.set(key, response);
    return response;
  };
}

/** Bugs in listings and reads. */
export const READING_MUTANTS: readonly Mutant[] = [
  withListings(
    'a listing ignores its customer',
    (orders) =>
      async ({ customerId: _owner, ...query }) =>
        orders.list(query),
  ),
  withListings(
    'a listing ignores its cursor',
    (orders) =>
      async ({ after: _position, ...query }) =>
        orders.list(query),
  ),
  withListings('the cursor of a listing skips an order', (orders) => async (query) => {
    const { orders: found, next } = await orders.list({ ...query, limit: query.limit + 1 });
    return { orders: found.slice(0, query.limit), ...(next !== undefined && { next }) };
  }),
  {
    name: 'orders are read from a cache that is never cleared',
    concerns: 'readings',
    handler: (name, handler) =>
      name === 'order-reader' || name === 'order-timeline' ? cached(handler) : handler,
  },
];
