import { LIFECYCLE, type From } from '../order/lifecycle.js';
import { LIMITS } from '../order/limits.js';
import type { Order } from '../order/order.js';
import { toMilliseconds, toTimestamp } from '../order/timestamp.js';
import type { Clock } from '../ports/clock.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import type { OrderPosition, OrderRepository } from '../ports/order-repository.js';

/** The states in which an order waits for somebody to hear of its latest event. */
export type WaitingStatus = From<'claim' | 'approve'>;

/** How long an order may wait in each state before it counts as stuck, in milliseconds. */
export type Patience = Readonly<Record<WaitingStatus, number>>;

/** When the events of a stuck order are sent again. */
export interface SweepSettings {
  readonly patience: Patience;
  /**
   * How far a run looks back, in milliseconds: at least the time between two runs, so that none of
   * an order's moments falls between them.
   */
  readonly window: number;
}

/** How often the time between an order's moments doubles. */
const MOST_DOUBLINGS = 4;

const WAITING: readonly WaitingStatus[] = [...LIFECYCLE.claim.from, ...LIFECYCLE.approve.from];

export interface RepublishResult {
  /** Orders found stuck whose moment has come. */
  readonly stuck: number;
  /** Those whose events the bus took. The others are found again by the next run. */
  readonly republished: number;
}

/**
 * Sends the latest events of orders that have not moved on in time to the bus again, with the ids
 * they were committed with: for the day that an event was lost between the store and its reader.
 *
 * An order's moments come when it has waited for its patience, for 2, 4, 8 and 16 times as long, and
 * then at every further 16 times. One whose message lies in a dead-letter queue is thus sent a few
 * times a day, not with every run.
 */
export class RepublishStuckOrders {
  constructor(
    private readonly orders: OrderRepository,
    private readonly publisher: EventPublisher,
    private readonly clock: Clock,
    private readonly settings: SweepSettings,
  ) {}

  async execute(): Promise<RepublishResult> {
    let stuck = 0;
    let republished = 0;
    for (const status of WAITING) {
      for await (const orders of this.stuckOrders(status)) {
        stuck += orders.length;
        republished += await this.republish(orders);
      }
    }
    return { stuck, republished };
  }

  private async *stuckOrders(status: WaitingStatus): AsyncGenerator<readonly Order[]> {
    const now = this.clock.now();
    const { patience, window } = this.settings;
    const deadline = now - patience[status];
    // An order was created no later than it was updated, so the listing can begin at the deadline.
    const createdBefore = toTimestamp(deadline);
    let after: OrderPosition | undefined;
    do {
      const page = await this.orders.list({
        status,
        createdBefore,
        limit: LIMITS.pageSize,
        ...(after !== undefined && { after }),
      });
      yield page.orders.filter(({ updatedAt }) =>
        isDue(now - toMilliseconds(updatedAt), patience[status], window),
      );
      after = page.next;
    } while (after !== undefined);
  }

  private async republish(orders: readonly Order[]): Promise<number> {
    const changes = await Promise.all(
      orders.map(async ({ orderId }) => this.orders.lastEvents(orderId)),
    );
    // An order that was claimed in between has nothing to say any more.
    const waiting = changes.filter((events) => events.length > 0);
    if (waiting.length === 0) return 0;

    const failures = await this.publisher.publish(waiting.flat());
    const failed = new Set(failures.map(({ eventId }) => eventId));
    return waiting.filter((events) =>
      events.every(({ detail }) => !failed.has(detail.metadata.eventId)),
    ).length;
  }
}

/** Whether one of an order's moments lies within the window before it reached this age. */
function isDue(age: number, patience: number, window: number): boolean {
  if (age <= patience) return false;
  const doublings = Math.min(MOST_DOUBLINGS, Math.floor(Math.log2(age / patience)));
  const step = patience * 2 ** doublings;
  const latestMoment = Math.floor(age / step) * step;
  return age - latestMoment <= window;
}
