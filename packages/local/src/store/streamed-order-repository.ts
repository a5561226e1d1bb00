import { isDeepStrictEqual } from 'node:util';
import { InMemoryStream, type OrderChange } from '@snacks/adapters-memory';
import {
  hasCode,
  type Change,
  type NewOrder,
  type Order,
  type OrderId,
  type PendingApprovalOrder,
} from '@snacks/domain';
import type { OrderEvent } from '@snacks/domain/events';
import type {
  AddResult,
  Clock,
  OrderPage,
  OrderQuery,
  OrderRepository,
} from '@snacks/domain/ports';

/**
 * Adds a stream of changes to a repository whose engine has none. Each write is appended to it.
 *
 * A write that failed with an error may have taken effect if only its response was lost. The
 * repository then reads the order. If the write is there, it counts as acknowledged, and its events
 * are published. If the read fails as well, the sweeper republishes the event of a waiting order
 * later, but the events of an ended order are not published.
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
    const result = await this.orders.add(change, requestHash).catch(async (error: unknown) => {
      await this.assertWritten(change, error);
      return { added: true } as const;
    });
    if (result.added) this.append(undefined, change, requestHash);
    return result;
  }

  async find(orderId: OrderId): Promise<Order | undefined> {
    return this.orders.find(orderId);
  }

  async save(change: Change): Promise<void> {
    const { orderId } = change.order;
    const [order, events] = await Promise.all([
      this.orders.find(orderId),
      this.orders.lastEvents(orderId),
    ]);
    await this.orders
      .save(change)
      .catch(async (error: unknown) => this.assertWritten(change, error));
    // The hash of the request never leaves a repository, so the images in the stream are without it.
    this.append(order && { order, events, requestHash: '' }, change, '');
  }

  async list(query: OrderQuery): Promise<OrderPage> {
    return this.orders.list(query);
  }

  async lastEvents(orderId: OrderId): Promise<readonly OrderEvent[]> {
    return this.orders.lastEvents(orderId);
  }

  private append(before: OrderChange['before'], change: Change, requestHash: string): void {
    this.changes.append({ before, after: { ...change, requestHash } }, this.clock.now());
  }

  /** Rethrows the error of a write unless the order's history shows that the write took effect. */
  private async assertWritten({ order }: Change, error: unknown): Promise<void> {
    if (hasCode(error, 'VERSION_CONFLICT')) throw error;
    const stored = await this.orders.find(order.orderId).catch(() => undefined);
    const entry = stored?.history[order.version - 1];
    if (!isDeepStrictEqual(entry, order.history.at(-1))) throw error;
  }
}
