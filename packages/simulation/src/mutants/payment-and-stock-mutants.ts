import {
  orderIdOf,
  type Inventory,
  type OrderKey,
  type PaymentRequest,
  type Payments,
} from '@snacks/domain';

import type { Mutant } from './mutant.js';

/** Another key with each call: one that does not follow from the order alone. */
function freshKeys(): (order: OrderKey) => OrderKey {
  let given = 0;
  return (order) => {
    given += 1;
    return `${orderIdOf(order)}~${given}_0`;
  };
}

/** The key of every order that ever gets this id. */
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

/** Bugs in what the steps of fulfilment ask for. Each is made anew for each run. */
export const PAYMENT_AND_STOCK_MUTANTS: readonly Mutant[] = [
  withPayments('the payment key is another with every try', (payments) => {
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
  withInventory('a reservation is made again with every try', (inventory) => {
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
    ...withPayments('payments are kept under the id of their order alone', (payments) => ({
      authorise: async (request) =>
        payments.authorise({ ...request, order: withoutTime(request.order) }),
      capture: async (order) => payments.capture(withoutTime(order)),
      refund: async (order) => payments.refund(withoutTime(order)),
    })),
    concerns: 'reuses',
  },
  {
    ...withInventory(
      'what was decided on the stock is kept under the id of the order alone',
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
    name: 'a step is undone before the end of the order is decided',
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
