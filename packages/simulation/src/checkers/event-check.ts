import { type EventRecord, type EventRecords, type ExternalEvent } from '@snacks/domain';

import type { InvariantChecker } from './invariant-checker.js';
import type { PlannedEvent } from '../workload/planned-event.js';

/** What an external event says, whenever and however often it is sent. */
type Content = Pick<ExternalEvent, 'source' | 'type' | 'payload'>;

/** The external events that a run's queue took, and what must come of them. */
export class EventCheck {
  private readonly taken = new Map<string, PlannedEvent>();
  private readonly recorded = new Set<string>();

  /** @param planned what is sent, each from a source of its own. */
  constructor(
    private readonly records: EventRecords,
    private readonly planned: readonly PlannedEvent[],
    private readonly checker: InvariantChecker,
  ) {}

  /** The queue has an event. */
  queued(event: ExternalEvent): void {
    const { eventId, source } = event;
    const plan = this.planned.find((one) => one.source === source);
    this.assert(plan !== undefined && isSame(plan, event), () => `${source} sent no such event.`);
    if (plan === undefined) return;
    const isRepeat = plan.idempotencyKey !== undefined && [...this.taken.values()].includes(plan);
    this.checker.assert('one-effect-per-request', !isRepeat || this.taken.has(eventId), () => {
      return `What ${source} sent under one key was taken as two events.`;
    });
    this.taken.set(eventId, plan);
    this.checker.externalEvent(eventId);
  }

  /** A sender was told that its event was taken. */
  accepted(eventId: string): void {
    this.checker.assert('acknowledged-kept', this.taken.has(eventId), () => {
      return `An event was accepted that is not in the queue.`;
    });
  }

  /** A record was stored that had not been there. */
  added(record: EventRecord): void {
    const { eventId, source } = record;
    const plan = this.taken.get(eventId);
    this.assert(plan !== undefined && isSame(plan, record), () => {
      return `A record of ${source} is none of what it sent.`;
    });
    this.assert(!this.recorded.has(eventId), () => `An event of ${source} was recorded twice.`);
    this.recorded.add(eventId);
    this.checker.recorded(record);
  }

  /** Every event that the queue took has come to what it had to. */
  async holdsEnd(): Promise<void> {
    for (const plan of this.planned) this.holdsCount(plan);
    for (const [eventId, plan] of this.taken) {
      const { source, outcome } = plan;
      const record = await this.records.find(eventId);
      const isOrdered = this.checker.orderOf(eventId) !== undefined;
      this.assert(isOrdered === (outcome === 'ordered'), () => {
        return `An event of ${source} has ${isOrdered ? 'an' : 'no'} order.`;
      });
      const isRecorded = record !== undefined && isSame(plan, record);
      this.assert(isRecorded === (outcome !== 'ordered'), () => {
        return `An event of ${source} is ${isRecorded ? '' : 'not '}recorded.`;
      });
      const isRefused = record?.refusal !== undefined;
      this.assert(isRefused === (outcome === 'refused'), () => {
        return `An event of ${source} is ${isRefused ? '' : 'not '}recorded as refused.`;
      });
    }
  }

  /** Whatever brought it about: an order that names a machine is one of those that it asked for. */
  private holdsCount(plan: PlannedEvent): void {
    const orders = this.checker.allOrders.filter(({ customerName }) => customerName === plan.name);
    const events = [...this.taken.values()].filter((one) => one === plan);
    const expected = plan.outcome === 'ordered' ? events.length : 0;
    this.assert(orders.length === expected, () => {
      return `${plan.source} has ${orders.length} orders instead of ${expected}.`;
    });
  }

  private assert(holds: boolean, what: () => string): void {
    this.checker.assert('external-events-kept', holds, what);
  }
}

function isSame(one: Content, other: Content): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf({ source, type, payload }: Content): string {
  return JSON.stringify([source, type, payload]);
}
