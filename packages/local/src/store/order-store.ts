import {
  InMemoryCatalogue,
  InMemoryEventRecords,
  InMemoryInventory,
  InMemoryOrderRepository,
  InMemoryPaymentLedger,
  type InMemoryStream,
  type OrderChange,
} from '@snacks/adapters-memory';
import type {
  Catalogue,
  Clock,
  EventRecords,
  Inventory,
  OrderRepository,
  StockRecords,
  UnknownSnacks,
} from '@snacks/domain/ports';
import type { PaymentLedger } from '@snacks/domain/payment-simulator';
import type { ActionLog } from '@snacks/operations';
import { InMemoryActionLog } from '@snacks/operations/memory';

import type { MessageStore } from './message-store.js';

/** The stores of a platform, and the stream of its orders' changes. */
export interface OrderStore {
  readonly orders: OrderRepository;
  /** One record per acknowledged write of an order. */
  readonly changes: InMemoryStream<OrderChange>;
  readonly stock: Inventory & StockRecords;
  readonly ledger: PaymentLedger;
  readonly eventRecords: EventRecords;
  readonly catalogue: Catalogue;
  /** What operators did. */
  readonly actions: ActionLog;
  /** Stores the messages of the queues. @default they end with the process */
  readonly messages?: MessageStore;
}

/** Creates stores in memory. Their data is lost with the process. */
export function inMemoryStore(clock: Clock, unknownSnacks?: UnknownSnacks): OrderStore {
  const orders = new InMemoryOrderRepository(clock);
  return {
    orders,
    changes: orders.changes,
    stock: new InMemoryInventory(unknownSnacks),
    ledger: new InMemoryPaymentLedger(),
    eventRecords: new InMemoryEventRecords(),
    catalogue: new InMemoryCatalogue(),
    actions: new InMemoryActionLog(),
  };
}
