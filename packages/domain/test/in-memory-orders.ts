import { VersionConflictError } from '../src/errors.js';
import type { Change } from '../src/order/change.js';
import type { Order, OrderId } from '../src/order/order.js';
import type {
  AddResult,
  OrderPage,
  OrderPosition,
  OrderQuery,
  OrderRepository,
} from '../src/ports/order-repository.js';

interface Stored {
  readonly change: Change;
  readonly requestHash: string;
}

function position({ createdAt, orderId }: OrderPosition): string {
  return `${createdAt} ${orderId}`;
}

/** A repository for the domain's own tests. It passes the contract suite, and records every write. */
export class InMemoryOrders implements OrderRepository {
  /** Every stored change, in the sequence of the writes. */
  readonly writes: Change[] = [];
  private readonly stored = new Map<OrderId, Stored>();

  async add(change: Change, requestHash: string): Promise<AddResult> {
    const known = this.stored.get(change.order.orderId);
    if (known === undefined) {
      this.put(change, requestHash);
      return { added: true };
    }
    return {
      added: false,
      order: structuredClone(known.change.order),
      requestHash: known.requestHash,
    };
  }

  async find(orderId: OrderId): Promise<Order | undefined> {
    return structuredClone(this.stored.get(orderId)?.change.order);
  }

  async save(change: Change): Promise<void> {
    const { orderId, version } = change.order;
    const known = this.stored.get(orderId);
    if (known === undefined || known.change.order.version !== version - 1) {
      throw new VersionConflictError(orderId, version);
    }
    this.put(change, known.requestHash);
  }

  async list(query: OrderQuery): Promise<OrderPage> {
    const { status, customerId, createdBefore, after, limit, oldestFirst = false } = query;
    const isBefore = (a: OrderPosition, b: OrderPosition) =>
      oldestFirst ? position(a) < position(b) : position(a) > position(b);
    const matching = Array.from(this.stored.values(), ({ change }) => change.order)
      .filter((order) => status === undefined || order.status === status)
      .filter((order) => customerId === undefined || order.customerId === customerId)
      .filter(({ createdAt }) => createdBefore === undefined || createdAt < createdBefore)
      .filter((order) => after === undefined || isBefore(after, order))
      .sort((a, b) => (isBefore(a, b) ? -1 : 1));
    const orders = structuredClone(matching.slice(0, limit));
    const last = orders.at(-1);
    return last !== undefined && matching.length > limit
      ? { orders, next: { createdAt: last.createdAt, orderId: last.orderId } }
      : { orders };
  }

  async lastEvents(orderId: OrderId): Promise<Change['events']> {
    return structuredClone(this.stored.get(orderId)?.change.events ?? []);
  }

  private put(change: Change, requestHash: string): void {
    const copy = structuredClone(change);
    this.stored.set(copy.order.orderId, { change: copy, requestHash });
    this.writes.push(copy);
  }
}
