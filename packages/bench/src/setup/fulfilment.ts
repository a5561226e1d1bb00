import { InMemoryInventory, InMemoryPaymentLedger } from '@snacks/adapters-memory';
import { SimulatedPayments } from '@snacks/domain/payment-simulator';
import type { Adapters } from '@snacks/handlers';

/** Creates in-memory adapters for fulfilment: enough stock, approved payments, no notifications. */
export function inMemoryFulfilment() {
  const inventory = new InMemoryInventory('refused');
  for (const name of ['Chips', 'Soda']) void inventory.setAvailable(name, Number.MAX_SAFE_INTEGER);
  const payments = new SimulatedPayments(new InMemoryPaymentLedger(), []);
  return {
    inventory: () => inventory,
    payments: () => payments,
    notifications: () => ({ notify: async () => {} }),
  } satisfies Partial<Adapters>;
}
