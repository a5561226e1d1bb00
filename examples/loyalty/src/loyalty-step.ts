import type { Order } from '@snacks/domain';
import { orderKey } from '@snacks/domain/ports';
import type { FulfilmentStep } from '@snacks/domain/use-cases';

import type { CustomerOrder, LoyaltyAccounts } from './loyalty-accounts.js';

/** One point for each whole unit of money. */
const CENTS_PER_POINT = 100;

/** Gives the customer of an order its points. Never refuses; an order without a customer earns none. */
export function loyaltyStep(accounts: LoyaltyAccounts): FulfilmentStep {
  return {
    name: 'loyalty',
    // Also of an order without a customer, which earns none.
    words: { committed: 'points confirmed', undone: 'no points' },
    run: async (order) => {
      const points = Math.floor(order.totalAmount / CENTS_PER_POINT);
      const earning = ofCustomer(order);
      if (earning !== undefined) await accounts.reserve({ ...earning, points });
      return 'done';
    },
    commit: async ({ order }) => {
      const earning = ofCustomer(order);
      if (earning !== undefined) await accounts.confirm(earning);
    },
    undo: async ({ order }) => {
      const earning = ofCustomer(order);
      if (earning !== undefined) await accounts.release(earning);
    },
  };
}

function ofCustomer(order: Order): CustomerOrder | undefined {
  const { customerId } = order;
  return customerId === undefined ? undefined : { order: orderKey(order), customerId };
}
