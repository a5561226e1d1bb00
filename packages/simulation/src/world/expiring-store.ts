import {
  InMemoryEventRecords,
  InMemoryInventory,
  InMemoryOrderRepository,
  InMemoryPaymentLedger,
} from '@snacks/adapters-memory';
import { orderKey, type Clock, type Order } from '@snacks/domain';
import type { OrderStore } from '@snacks/local';

/** What is deleted of an order once it has ended and its time to live is over: an item of a table each. */
export const EXPIRING_ITEMS = ['order', 'payment', 'stock decision'] as const;

export type ExpiringItem = (typeof EXPIRING_ITEMS)[number];

/** A store that may delete what is over. */
export interface ExpiringStore extends OrderStore {
  /** Deletes an item of an order. @default nothing is deleted */
  readonly expire?: (item: ExpiringItem, order: Order) => void;
}

/** Everything in memory, and forgotten in time. */
export function memoryOfExpiry(clock: Clock): ExpiringStore {
  const orders = new InMemoryOrderRepository(clock);
  const stock = new InMemoryInventory();
  const ledger = new InMemoryPaymentLedger();
  return {
    orders,
    changes: orders.changes,
    stock,
    ledger,
    eventRecords: new InMemoryEventRecords(),
    expire: (item, order) => {
      if (item === 'order') orders.expire(order.orderId);
      else if (item === 'payment') ledger.expire(orderKey(order));
      else stock.expire(orderKey(order));
    },
  };
}
