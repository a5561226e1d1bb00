import type { OrderRecord, Priority } from '@snacks/domain';

import { call } from '../api/client.js';
import { config } from '../state/config.js';

/** The body of a request that places an order. */
export interface OrderBody {
  readonly customerName: string;
  readonly snackItems: readonly {
    readonly name: string;
    readonly quantity: number;
    readonly price: number;
  }[];
  readonly totalAmount: number;
  readonly priority?: Priority;
  readonly deliveryPreferences?: {
    readonly method?: string;
    readonly address?: string;
    readonly instructions?: string;
  };
}

/** Put in when the page is built, from the folder of the examples. */
declare const EXAMPLE_ORDERS: Readonly<Record<string, OrderBody>>;
declare const EXAMPLE_STOCK: Readonly<Record<string, number>>;
declare const EXAMPLE_PAYMENT_RULES: readonly unknown[];

/** The example orders by name. */
export const exampleOrders = EXAMPLE_ORDERS;

export async function placeOrder(body: unknown): Promise<OrderRecord> {
  return call<OrderRecord>('orders', { method: 'POST', body });
}

/** Sets the example stock and, on a laptop, the payment rules, and places every example order: each ends in another way. */
export async function loadExamples(): Promise<void> {
  for (const [name, available] of Object.entries(EXAMPLE_STOCK)) {
    await call(`operations/stock/${encodeURIComponent(name)}`, {
      method: 'PUT',
      body: { available, reason: 'The examples were loaded from the console.' },
    });
  }
  if (config.value?.features.includes('faults') === true) {
    await call('local/payment-rules', { method: 'PUT', body: { rules: EXAMPLE_PAYMENT_RULES } });
  }
  for (const order of Object.values(exampleOrders)) await placeOrder(order);
}
