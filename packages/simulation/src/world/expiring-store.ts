import {
  InMemoryInventory,
  InMemoryOrderRepository,
  InMemoryPaymentLedger,
} from '@snacks/adapters-memory';
import type { Order } from '@snacks/domain';
import { orderKey, type Clock } from '@snacks/domain/ports';
import { inMemoryStore, type OrderStore } from '@snacks/local';

/** The items of an order that are deleted after it has ended and its time to live is over. */
export const EXPIRING_ITEMS = ['order', 'payment', 'stock decision'] as const;

export type ExpiringItem = (typeof EXPIRING_ITEMS)[number];

/** A store that may delete items of ended orders. */
export interface ExpiringStore extends OrderStore {
  /** Deletes an item of an order. @default no item is ever deleted */
  readonly expire?: (item: ExpiringItem, order: Order) => void;
}

/** All stores in memory; they can delete the items of ended orders. */
export function openMemoryStore(clock: Clock): ExpiringStore {
  const orders = new InMemoryOrderRepository(clock);
  const stock = new InMemoryInventory();
  const ledger = new InMemoryPaymentLedger();
  return {
    ...inMemoryStore(clock),
    orders,
    changes: orders.changes,
    stock,
    ledger,
    expire: (item, order) => {
      if (item === 'order') orders.expire(order.orderId);
      else if (item === 'payment') ledger.expire(orderKey(order));
      else stock.expire(orderKey(order));
    },
  };
}
