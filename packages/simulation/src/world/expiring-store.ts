import { InMemoryOrderRepository, InMemoryPaymentLedger } from '@snacks/adapters-memory';
import { RowInventory, type StockRows } from '@snacks/adapters-aws/stock';
import type { Order } from '@snacks/domain';
import { orderKey, type Clock } from '@snacks/domain/ports';
import { inMemoryStore, type OrderStore } from '@snacks/local';

import { InMemoryStockRows } from './in-memory-stock-rows.js';
import type { SeededRandom } from './seeded-random.js';

/** The items of an order that are deleted after it has ended and its time to live is over. */
export const EXPIRING_ITEMS = ['order', 'payment'] as const;

export type ExpiringItem = (typeof EXPIRING_ITEMS)[number];

/** A store that may delete items of ended orders. */
export interface ExpiringStore extends OrderStore {
  /** The rows of the stock, to disturb each call to them. @default the calls of the port are disturbed */
  readonly rows?: StockRows;
  /** Deletes an item of an order. @default no item is ever deleted */
  readonly expire?: (item: ExpiringItem, order: Order) => void;
}

/** The share of eventual reads of a row that miss its latest write. */
const BEHIND = 0.2;

/** All stores in memory; they can delete the items of ended orders. */
export function openMemoryStore(clock: Clock, random: SeededRandom): ExpiringStore {
  const orders = new InMemoryOrderRepository(clock);
  const reads = random.sequence('reads of rows');
  const rows = new InMemoryStockRows(() => reads.happens(BEHIND));
  const ledger = new InMemoryPaymentLedger();
  return {
    ...inMemoryStore(clock),
    orders,
    changes: orders.changes,
    stock: new RowInventory(rows, 'unlimited'),
    rows,
    ledger,
    expire: (item, order) => {
      if (item === 'order') orders.expire(order.orderId);
      else ledger.expire(orderKey(order));
    },
  };
}
