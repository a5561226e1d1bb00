import { hasCode, type Change, type Order, type OrderRepository } from '@snacks/domain';
import type { Adapters } from '@snacks/handlers';

import type { Mutant } from './mutant.js';

export function withOrders(
  name: string,
  mutate: (orders: OrderRepository, adapters: Adapters) => Partial<OrderRepository>,
): Mutant {
  return {
    name,
    adapters: (adapters) => {
      const orders = adapters.orders();
      const mutated: OrderRepository = {
        add: async (change, requestHash) => orders.add(change, requestHash),
        find: async (orderId) => orders.find(orderId),
        save: async (change) => orders.save(change),
        list: async (query) => orders.list(query),
        lastEvents: async (orderId) => orders.lastEvents(orderId),
        ...mutate(orders, adapters),
      };
      return { ...adapters, orders: () => mutated };
    },
  };
}

/** Writes a change over whatever stands there: as a put without a condition would. */
async function force(orders: OrderRepository, change: Change): Promise<void> {
  let next = change;
  for (;;) {
    try {
      return await orders.save(next);
    } catch (error) {
      if (!hasCode(error, 'VERSION_CONFLICT')) throw error;
    }
    const current = await orders.find(change.order.orderId);
    if (current === undefined) return;
    next = { ...change, order: upon(current, change.order) };
  }
}

/** The order as the next version of another one. */
function upon(current: Order, order: Order): Order {
  const version = current.version + 1;
  const last = order.history.at(-1);
  const history = last === undefined ? [] : [{ ...last, version }];
  return { ...order, version, history: [...current.history, ...history] };
}

const COMMANDS = ['update', 'expire'] as const;

/** Bugs in what is written, and when. */
export const ORDER_MUTANTS: readonly Mutant[] = [
  withOrders('what the version before wrote cannot be read', (orders) => ({
    find: async (orderId) => {
      const order = await orders.find(orderId);
      const isWhole = order?.history.every(({ actorKind }) => actorKind !== undefined) ?? true;
      if (!isWhole) throw new Error('An entry of the history has no actorKind.');
      return order;
    },
  })),
  withOrders('effects begin before the claim is stored', (orders) => {
    const claims = new Map<string, Change>();
    return {
      save: async (change) => {
        const { orderId, status } = change.order;
        if (status === 'PROCESSING') {
          claims.set(orderId, change);
          return;
        }
        const claim = claims.get(orderId);
        claims.delete(orderId);
        if (claim !== undefined) await orders.save(claim);
        await orders.save(change);
      },
    };
  }),
  withOrders('a cancellation is written whatever stands there', (orders) => ({
    save: async (change) =>
      change.order.status === 'CANCELLED' ? force(orders, change) : orders.save(change),
  })),
  withOrders('the end of an order is written without a look at its version', (orders) => ({
    save: async (change) =>
      change.order.status === 'PROCESSED' || change.order.status === 'FAILED'
        ? force(orders, change)
        : orders.save(change),
  })),
  ...COMMANDS.map((command) =>
    withOrders(`the command ${command} is written without a look at the version`, (orders) => ({
      save: async (change) =>
        change.order.history.at(-1)?.command === command
          ? force(orders, change)
          : orders.save(change),
    })),
  ),
  withOrders('events are told before their change is committed', (orders, adapters) => ({
    add: async (change, requestHash) => {
      await adapters.publisher().publish(change.events);
      return orders.add(change, requestHash);
    },
  })),
  withOrders('an order is acknowledged before it is stored', (orders) => ({
    add: async (change, requestHash) => {
      void orders.add(change, requestHash).catch(() => {});
      return { added: true };
    },
  })),
  {
    name: 'the deadline of an approval is never begun',
    adapters: (adapters) => ({
      ...adapters,
      approvalWorkflow: () => ({
        start: async () => 'runs',
        release: async () => 'not waiting',
      }),
    }),
  },
];
