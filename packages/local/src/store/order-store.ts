import {
  InMemoryOrderRepository,
  type InMemoryStream,
  type OrderChange,
} from '@snacks/adapters-memory';
import type { Clock, OrderRepository } from '@snacks/domain';

/** Where a platform keeps its orders, and the stream of their changes. */
export interface OrderStore {
  readonly orders: OrderRepository;
  /** One record per acknowledged write. */
  readonly changes: InMemoryStream<OrderChange>;
}

/** Orders in memory: they go with the process. */
export function inMemoryStore(clock: Clock): OrderStore {
  const orders = new InMemoryOrderRepository(clock);
  return { orders, changes: orders.changes };
}
