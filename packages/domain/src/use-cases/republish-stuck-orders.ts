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

/** The states in which an order waits for somebody to hear of its latest event. */
export type WaitingStatus = From<'claim' | 'approve'>;

/** How long an order may stand in each state before it counts as stuck, in milliseconds. */
export type Patience = Readonly<Record<UnfinishedStatus, number>>;

/** When the events of a stuck order are sent again. */
export interface SweepSettings {
  readonly patience: Patience;
  /**
   * How far a run looks back, in milliseconds: at least the time between two runs, so that none of
   * an order's moments falls between them.
   */
  readonly window: number;
  /**
   * How many orders of each state a run looks at, the newest: so many that it ends in time on the day
   * that all of them stand still. The others have their turn when these have moved on.
   */
  readonly most: number;
}

/** How often the time between an order's moments doubles. */
const MAX_DOUBLINGS = 4;

const WAITING: ReadonlySet<UnfinishedStatus> = new Set<WaitingStatus>([
  ...LIFECYCLE.claim.from,
  ...LIFECYCLE.approve.from,
]);

/** What stands still. */
export interface Survey {
  /** How many orders have stood in each state for longer than its patience, as far as was looked. */
  readonly stuck: Readonly<Record<UnfinishedStatus, number>>;
  /** Those of them whose events are to be sent now: they wait, and their moment has come. */
  readonly due: readonly OrderId[];
}

/** What a run found, and what it sent again. */
export interface RepublishResult {
  readonly stuck: Survey['stuck'];
  /** How many orders' events were to be sent. */
  readonly due: number;
  /** Those whose events the bus took. The others are found again by the next run. */
  readonly republished: number;
}

/**
 * Sends the latest events of orders that have not moved on in time to the bus again, with the ids
 * they were committed with: for the day that an event was lost between the store and its reader.
 *
 * An order's moments come when it has waited for its patience, for 2, 4, 8 and 16 times as long, and
 * then at every further 16 times. One whose message lies in a dead-letter queue is thus sent a few
 * times a day, not with every run. An order that stands in PROCESSING is counted alone: its claim
 * told nobody anything, so there is nothing to send again.
 */
export class RepublishStuckOrders {
  constructor(
    private readonly orders: OrderRepository,
    private readonly publisher: EventPublisher,
    private readonly clock: Clock,
    private readonly settings: SweepSettings,
  ) {}

  /** A survey, and what it found due sent again. */
  async execute(): Promise<RepublishResult> {
    const { stuck, due } = await this.survey();
    return { stuck, due: due.length, republished: await this.republish(due) };
  }

  /** Looks at every order that stands still. Needs the store alone, so it works without the bus. */
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
   * Sends the latest events of these orders again, page by page, and returns of how many orders the
   * bus took them.
   *
   * @throws whatever the bus throws: the rest is found again by the next run.
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
    // An order was created no later than it was updated, so the listing can begin at the deadline.
    const createdBefore = toTimestamp(deadline);
    let after: OrderPosition | undefined;
    let left = this.settings.most;
    do {
      const page = await this.orders.list({
        status,
        createdBefore,
        limit: Math.min(LIMITS.pageSize, left),
        ...(after !== undefined && { after }),
      });
      yield* page.orders;
      left -= page.orders.length;
      after = page.next;
    } while (after !== undefined && left > 0);
  }

  private async republishPage(orderIds: readonly OrderId[]): Promise<number> {
    const changes = await Promise.all(orderIds.map(async (id) => this.orders.lastEvents(id)));
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

/**
 * Whether one of an order's moments lies within the window before it reached this age, which is
 * beyond its patience.
 */
function isDue(age: number, patience: number, window: number): boolean {
  const doublings = Math.min(MAX_DOUBLINGS, Math.floor(Math.log2(age / patience)));
  const step = patience * 2 ** doublings;
  const latestMoment = Math.floor(age / step) * step;
  return age - latestMoment <= window;
}
