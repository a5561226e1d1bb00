import type { Inventory, PaymentRequest, Payments } from '@snacks/domain';

import type { Mutant } from './mutant.js';

/** Another id with each call: what a key is that does not follow from the order alone. */
function freshIds(): (orderId: string) => string {
  let given = 0;
  return (orderId) => {
    given += 1;
    return `${orderId}~${given}`;
  };
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

/** Bugs in what the steps of fulfilment ask for. Each is made anew for each schedule. */
export const PAYMENT_AND_STOCK_MUTANTS: readonly Mutant[] = [
  withPayments('the payment key is another with every try', (payments) => {
    const fresh = freshIds();
    const requests = new Map<string, PaymentRequest>();
    return {
      ...methodsOf(payments),
      authorise: async (request) => {
        requests.set(request.orderId, request);
        return payments.authorise(request);
      },
      capture: async (orderId) => {
        const request = requests.get(orderId);
        if (request === undefined) return payments.capture(orderId);
        const key = fresh(orderId);
        await payments.authorise({ ...request, orderId: key });
        await payments.capture(key);
        await payments.capture(orderId);
      },
    };
  }),
  withPayments('the payment is captured before the order has ended', (payments) => ({
    ...methodsOf(payments),
    authorise: async (request) => {
      const answer = await payments.authorise(request);
      if (answer.outcome === 'authorised') await payments.capture(request.orderId);
      return answer;
    },
  })),
  withPayments('the payment of a processed order is not captured', (payments) => ({
    ...methodsOf(payments),
    capture: async () => {},
  })),
  withInventory('a reservation is made again with every try', (inventory) => {
    const fresh = freshIds();
    const latest = new Map<string, string>();
    const keyOf = (orderId: string): string => latest.get(orderId) ?? orderId;
    return {
      reserve: async (orderId, lines) => {
        const key = fresh(orderId);
        latest.set(orderId, key);
        return inventory.reserve(key, lines);
      },
      release: async (orderId, lines) => inventory.release(keyOf(orderId), lines),
      settle: async (orderId, lines) => inventory.settle(keyOf(orderId), lines),
    };
  }),
  withInventory('the stock of a failed order is not released', (inventory) => ({
    reserve: async (orderId, lines) => inventory.reserve(orderId, lines),
    settle: async (orderId, lines) => inventory.settle(orderId, lines),
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
            await inventory.release(request.orderId, []);
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
    capture: async (orderId) => payments.capture(orderId),
    refund: async (orderId) => payments.refund(orderId),
  };
}
