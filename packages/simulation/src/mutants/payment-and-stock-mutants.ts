import {
  orderIdOf,
  type Inventory,
  type OrderKey,
  type PaymentRequest,
  type Payments,
} from '@snacks/domain/ports';

import type { Mutant } from './mutant.js';

/** Returns another key at each call, also for the same order. */
function freshKeys(): (order: OrderKey) => OrderKey {
  let count = 0;
  return (order) => {
    count += 1;
    return `${orderIdOf(order)}~${count}_0`;
  };
}

/** A key of the order's id alone: a later order that reuses the id gets the same key. */
function withoutTime(order: OrderKey): OrderKey {
  return `${orderIdOf(order)}_0`;
}

function withPayments(name: string, wrap: (payments: Payments) => Payments): Mutant {
  return {
    name,
    adapters: (adapters) => {
      const mutated = wrap(adapters.payments());
      return { ...adapters, payments: () => mutated };
    },
  };
}

function withInventory(name: string, wrap: (inventory: Inventory) => Inventory): Mutant {
  return {
    name,
    adapters: (adapters) => {
      const mutated = wrap(adapters.inventory());
      return { ...adapters, inventory: () => mutated };
    },
  };
}

/** Bugs in the calls of the fulfilment steps. */
export const PAYMENT_AND_STOCK_MUTANTS: readonly Mutant[] = [
  withPayments('each try uses another payment key', (payments) => {
    const fresh = freshKeys();
    const requests = new Map<OrderKey, PaymentRequest>();
    return {
      ...methodsOf(payments),
      authorise: async (request) => {
        requests.set(request.order, request);
        return payments.authorise(request);
      },
      capture: async (order) => {
        const request = requests.get(order);
        if (request === undefined) return payments.capture(order);
        const key = fresh(order);
        await payments.authorise({ ...request, order: key });
        await payments.capture(key);
        await payments.capture(order);
      },
    };
  }),
  withPayments('the payment is captured before the order has ended', (payments) => ({
    ...methodsOf(payments),
    authorise: async (request) => {
      const response = await payments.authorise(request);
      if (response.outcome === 'authorised') await payments.capture(request.order);
      return response;
    },
  })),
  withPayments('the payment of a processed order is not captured', (payments) => ({
    ...methodsOf(payments),
    capture: async () => {},
  })),
  withInventory('each try makes another reservation', (inventory) => {
    const fresh = freshKeys();
    const latest = new Map<OrderKey, OrderKey>();
    const keyOf = (order: OrderKey): OrderKey => latest.get(order) ?? order;
    return {
      reserve: async (order, lines) => {
        const key = fresh(order);
        latest.set(order, key);
        return inventory.reserve(key, lines);
      },
      release: async (order, lines) => inventory.release(keyOf(order), lines),
      confirm: async (order, lines) => inventory.confirm(keyOf(order), lines),
    };
  }),
  {
    ...withPayments('payments are stored under the id of their order alone', (payments) => ({
      authorise: async (request) =>
        payments.authorise({ ...request, order: withoutTime(request.order) }),
      capture: async (order) => payments.capture(withoutTime(order)),
      refund: async (order) => payments.refund(withoutTime(order)),
    })),
    concerns: 'reuses',
  },
  {
    ...withInventory(
      'stock decisions are stored under the id of their order alone',
      (inventory) => ({
        reserve: async (order, lines) => inventory.reserve(withoutTime(order), lines),
        release: async (order, lines) => inventory.release(withoutTime(order), lines),
        confirm: async (order, lines) => inventory.confirm(withoutTime(order), lines),
      }),
    ),
    concerns: 'reuses',
  },
  withInventory('the stock of a failed order is not released', (inventory) => ({
    reserve: async (order, lines) => inventory.reserve(order, lines),
    confirm: async (order, lines) => inventory.confirm(order, lines),
    release: async () => {},
  })),
  {
    name: 'a step is undone before the final state of the order is decided',
    adapters: (adapters) => {
      const payments = adapters.payments();
      const inventory = adapters.inventory();
      const mutated: Payments = {
        ...methodsOf(payments),
        authorise: async (request) => {
          try {
            return await payments.authorise(request);
          } catch (error) {
            await inventory.release(request.order, []);
            throw error;
          }
        },
      };
      return { ...adapters, payments: () => mutated };
    },
  },
];

function methodsOf(payments: Payments): Payments {
  return {
    authorise: async (request) => payments.authorise(request),
    capture: async (order) => payments.capture(order),
    refund: async (order) => payments.refund(order),
  };
}
