import { hasCode, type Change, type Order } from '@snacks/domain';
import type { OrderRepository } from '@snacks/domain/ports';
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

/** Overwrites the stored order, like a put without a condition. */
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
    next = { ...change, order: asNextVersion(current, change.order) };
  }
}

/** The order as the version after the current one. */
function asNextVersion(current: Order, order: Order): Order {
  const version = current.version + 1;
  const last = order.history.at(-1);
  const history = last === undefined ? [] : [{ ...last, version }];
  return { ...order, version, history: [...current.history, ...history] };
}

const COMMANDS = ['update', 'expire'] as const;

/** Bugs in writing orders. */
export const ORDER_MUTANTS: readonly Mutant[] = [
  withOrders('data of the previous version cannot be read', (orders) => ({
    find: async (orderId) => {
      const order = await orders.find(orderId);
      const isComplete = order?.history.every(({ actorKind }) => actorKind !== undefined) ?? true;
      if (!isComplete) throw new Error('An entry of the history has no actorKind.');
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
  withOrders('a cancellation is written without a check of the version', (orders) => ({
    save: async (change) =>
      change.order.status === 'CANCELLED' ? force(orders, change) : orders.save(change),
  })),
  withOrders('the final state of an order is written without a check of the version', (orders) => ({
    save: async (change) =>
      change.order.status === 'PROCESSED' || change.order.status === 'FAILED'
        ? force(orders, change)
        : orders.save(change),
  })),
  ...COMMANDS.map((command) =>
    withOrders(`the command ${command} is written without a check of the version`, (orders) => ({
      save: async (change) =>
        change.order.history.at(-1)?.command === command
          ? force(orders, change)
          : orders.save(change),
    })),
  ),
  withOrders('events are published before their change is committed', (orders, adapters) => ({
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
    name: 'the approval workflow is never started',
    adapters: (adapters) => ({
      ...adapters,
      approvalWorkflow: () => ({
        start: async () => 'runs',
        release: async () => 'not waiting',
      }),
    }),
  },
];
