import {
  LIFECYCLE,
  UNFINISHED_STATUSES,
  type From,
  type UnfinishedStatus,
} from '../order/lifecycle.js';
import { LIMITS } from '../order/limits.js';
import type { Order, OrderId } from '../order/order.js';
import { toMilliseconds, toTimestamp } from '../order/timestamp.js';
import type { Clock } from '../ports/clock.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import type { OrderPosition, OrderRepository } from '../ports/order-repository.js';

/** The states in which an order waits for a consumer of its latest event. */
export type WaitingStatus = From<'claim' | 'approve'>;

/** How long an order may be in each state before it counts as stuck, in milliseconds. */
export type Patience = Readonly<Record<UnfinishedStatus, number>>;

/** When a sweep sends the events of stuck orders again. */
export interface SweepSettings {
  readonly patience: Patience;
  /**
   * In milliseconds. A run sends the events of an order whose last due time is at most this long ago. Must
   * be at least the time between two runs, so that no due time is missed.
   */
  readonly window: number;
  /**
   * The maximum number of pages of `LIMITS.pageSize` orders that a run reads of each state, the oldest ones,
   * so that the run ends in time even if all orders are stuck. Later runs read the others, once these have
   * another state.
   */
  readonly maxPagesPerStatus: number;
}

/** How often the time between two due times of an order doubles. */
const MAX_DOUBLINGS = 4;

const WAITING: ReadonlySet<UnfinishedStatus> = new Set<WaitingStatus>([
  ...LIFECYCLE.claim.from,
  ...LIFECYCLE.approve.from,
]);

/** The stuck orders. */
export interface Survey {
  /** How many of the orders read have been in each state for longer than its patience. */
  readonly stuck: Readonly<Record<UnfinishedStatus, number>>;
  /** Those of them whose events are due to be sent again. */
  readonly due: readonly OrderId[];
}

/** What a run found and sent again. */
export interface RepublishResult {
  readonly stuck: Survey['stuck'];
  /** How many orders had events that were due. */
  readonly due: number;
  /** How many of them had all events accepted by the bus. The next run finds the others again. */
  readonly republished: number;
}

/**
 * Publishes the latest events of stuck orders again, with their committed ids, in case an event was lost
 * on its way from the repository to its consumer.
 *
 * The events of an order are due once it has waited for its patience, then for 2, 4, 8 and 16 times as
 * long, and then after every further 16 times. So an order whose message is in a dead-letter queue is
 * sent a few times a day, not in every run. An order in PROCESSING is only counted: its claim has no
 * event to send.
 */
export class RepublishStuckOrders {
  constructor(
    private readonly orders: OrderRepository,
    private readonly publisher: EventPublisher,
    private readonly clock: Clock,
    private readonly settings: SweepSettings,
  ) {}

  /** Counts the stuck orders, and sends the events that are due. */
  async execute(): Promise<RepublishResult> {
    const { stuck, due } = await this.survey();
    return { stuck, due: due.length, republished: await this.republish(due) };
  }

  /** Counts the stuck orders. Needs only the repository, so that it works while the bus is down. */
  async survey(): Promise<Survey> {
    const stuck: Record<UnfinishedStatus, number> = {
      NEW: 0,
      PENDING_APPROVAL: 0,
      APPROVED: 0,
      PROCESSING: 0,
    };
    const due: OrderId[] = [];
    const now = this.clock.now();
    const { patience, window } = this.settings;
    for (const status of UNFINISHED_STATUSES) {
      for await (const { orderId, updatedAt } of this.ordersOlderThan(
        now - patience[status],
        status,
      )) {
        const age = now - toMilliseconds(updatedAt);
        if (age <= patience[status]) continue;
        stuck[status] += 1;
        if (WAITING.has(status) && isDue(age, patience[status], window)) due.push(orderId);
      }
    }
    return { stuck, due };
  }

  /**
   * Sends the latest events of these orders again, page by page. Returns for how many orders the bus
   * accepted all events.
   *
   * @throws the error of the bus. The next run finds the remaining orders again.
   */
  async republish(due: readonly OrderId[]): Promise<number> {
    let republished = 0;
    for (let start = 0; start < due.length; start += LIMITS.pageSize) {
      republished += await this.republishPage(due.slice(start, start + LIMITS.pageSize));
    }
    return republished;
  }

  private async *ordersOlderThan(
    deadline: number,
    status: UnfinishedStatus,
  ): AsyncGenerator<Order> {
    // An order that was created after the deadline was also updated after it, and is not stuck.
    const createdBefore = toTimestamp(deadline);
    let after: OrderPosition | undefined;
    // A page may have fewer orders than its limit, so only the number of pages limits the cost.
    for (let page = 0; page < this.settings.maxPagesPerStatus; page += 1) {
      const { orders, next } = await this.orders.list({
        status,
        createdBefore,
        oldestFirst: true,
        limit: LIMITS.pageSize,
        ...(after !== undefined && { after }),
      });
      yield* orders;
      if (next === undefined) return;
      after = next;
    }
  }

  private async republishPage(orderIds: readonly OrderId[]): Promise<number> {
    const changes = await Promise.all(orderIds.map(async (id) => this.orders.lastEvents(id)));
    // An order that was claimed in between has no event.
    const waiting = changes.filter((events) => events.length > 0);
    if (waiting.length === 0) return 0;

    const failures = await this.publisher.publish(waiting.flat());
    const failed = new Set(failures.map(({ eventId }) => eventId));
    return waiting.filter((events) =>
      events.every(({ detail }) => !failed.has(detail.metadata.eventId)),
    ).length;
  }
}

/** Whether a due time of an order of this age, which is above its patience, is within the window. */
function isDue(age: number, patience: number, window: number): boolean {
  const doublings = Math.min(MAX_DOUBLINGS, Math.floor(Math.log2(age / patience)));
  const step = patience * 2 ** doublings;
  const lastDueAge = Math.floor(age / step) * step;
  return age - lastDueAge <= window;
}
