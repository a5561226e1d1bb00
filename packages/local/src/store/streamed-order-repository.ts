import { InMemoryStream, type OrderChange } from '@snacks/adapters-memory';
import type {
  AddResult,
  Change,
  Clock,
  NewOrder,
  Order,
  OrderEvent,
  OrderId,
  OrderPage,
  OrderQuery,
  OrderRepository,
  PendingApprovalOrder,
} from '@snacks/domain';

/**
 * A repository with a stream of its changes, for an engine that has none: each acknowledged write
 * is appended. A write whose answer was lost is not in the stream; the sweeper finds its order.
 */
export class StreamedOrderRepository implements OrderRepository {
  readonly changes = new InMemoryStream<OrderChange>();

  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  async add(
    change: Change<NewOrder | PendingApprovalOrder>,
    requestHash: string,
  ): Promise<AddResult> {
    const result = await this.orders.add(change, requestHash);
    if (result.added) {
      this.changes.append(
        { before: undefined, after: { ...change, requestHash } },
        this.clock.now(),
      );
    }
    return result;
  }

  async find(orderId: OrderId): Promise<Order | undefined> {
    return this.orders.find(orderId);
  }

  async save(change: Change): Promise<void> {
    const { orderId } = change.order;
    // The hash of the request never leaves a repository; the images in the stream go without.
    const requestHash = '';
    const [order, events] = await Promise.all([
      this.orders.find(orderId),
      this.orders.lastEvents(orderId),
    ]);
    await this.orders.save(change);
    const before = order && { order, events, requestHash };
    this.changes.append({ before, after: { ...change, requestHash } }, this.clock.now());
  }

  async list(query: OrderQuery): Promise<OrderPage> {
    return this.orders.list(query);
  }

  async lastEvents(orderId: OrderId): Promise<readonly OrderEvent[]> {
    return this.orders.lastEvents(orderId);
  }
}
