import { type EventRecord, type EventRecords, type ForeignEvent } from '@snacks/domain';

import type { Journal } from './journal.js';
import type { PlannedEvent } from './planned-event.js';

/** What a foreign event says, whenever and however often it is sent. */
type Content = Pick<ForeignEvent, 'source' | 'type' | 'payload'>;

/** The foreign events that a schedule's queue took, and what must come of them. */
export class EventCheck {
  private readonly taken = new Map<string, PlannedEvent>();
  private readonly recorded = new Set<string>();

  /** @param planned what is sent, each from a source of its own. */
  constructor(
    private readonly records: EventRecords,
    private readonly planned: readonly PlannedEvent[],
    private readonly journal: Journal,
  ) {}

  /** The queue has an event. */
  queued(event: ForeignEvent): void {
    const { eventId, source } = event;
    const plan = this.planned.find((one) => one.source === source);
    this.hold(plan !== undefined && isSame(plan, event), () => `${source} sent no such event.`);
    if (plan === undefined) return;
    const isRepeat = plan.idempotencyKey !== undefined && [...this.taken.values()].includes(plan);
    this.journal.hold('one-effect-per-request', !isRepeat || this.taken.has(eventId), () => {
      return `What ${source} sent under one key was taken as two events.`;
    });
    this.taken.set(eventId, plan);
    this.journal.foreignEvent(eventId);
  }

  /** A sender was told that its event was taken. */
  accepted(eventId: string): void {
    this.journal.hold('acknowledged-kept', this.taken.has(eventId), () => {
      return `An event was accepted that is not in the queue.`;
    });
  }

  /** A record was stored that had not been there. */
  added(record: EventRecord): void {
    const { eventId, source } = record;
    const plan = this.taken.get(eventId);
    this.hold(plan !== undefined && isSame(plan, record), () => {
      return `A record of ${source} is none of what it sent.`;
    });
    this.hold(!this.recorded.has(eventId), () => `An event of ${source} was recorded twice.`);
    this.recorded.add(eventId);
    this.journal.recorded(record);
  }

  /** Every event that the queue took has come to what it had to. */
  async holdsEnd(): Promise<void> {
    for (const plan of this.planned) this.holdsCount(plan);
    for (const [eventId, plan] of this.taken) {
      const { source, outcome } = plan;
      const record = await this.records.find(eventId);
      const isOrdered = this.journal.orderOf(eventId) !== undefined;
      this.hold(isOrdered === (outcome === 'ordered'), () => {
        return `An event of ${source} has ${isOrdered ? 'an' : 'no'} order.`;
      });
      const isRecorded = record !== undefined && isSame(plan, record);
      this.hold(isRecorded === (outcome !== 'ordered'), () => {
        return `An event of ${source} is ${isRecorded ? '' : 'not '}recorded.`;
      });
      const isRefused = record?.refusal !== undefined;
      this.hold(isRefused === (outcome === 'refused'), () => {
        return `An event of ${source} is ${isRefused ? '' : 'not '}recorded as refused.`;
      });
    }
  }

  /** Whatever brought it about: an order that names a machine is one of those that it asked for. */
  private holdsCount(plan: PlannedEvent): void {
    const orders = this.journal.allOrders.filter(({ customerName }) => customerName === plan.name);
    const events = [...this.taken.values()].filter((one) => one === plan);
    const expected = plan.outcome === 'ordered' ? events.length : 0;
    this.hold(orders.length === expected, () => {
      return `${plan.source} has ${orders.length} orders instead of ${expected}.`;
    });
  }

  private hold(holds: boolean, what: () => string): void {
    this.journal.hold('foreign-events-kept', holds, what);
  }
}

function isSame(one: Content, other: Content): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf({ source, type, payload }: Content): string {
  return JSON.stringify([source, type, payload]);
}
