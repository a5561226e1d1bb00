import type { ExternalEvent } from '@snacks/domain/events';
import type { EventRecord, EventRecords } from '@snacks/domain/ports';

import type { InvariantChecker } from './invariant-checker.js';
import type { PlannedEvent } from '../workload/planned-event.js';

/** The parts of an external event that are the same each time it is sent. */
type Content = Pick<ExternalEvent, 'source' | 'type' | 'payload'>;

/** Checks the external events of a run: from the queue to the record or the order. */
export class EventCheck {
  /** By the id of an event in the queue: what its sender planned. */
  private readonly queuedEvents = new Map<string, PlannedEvent>();
  private readonly recorded = new Set<string>();

  /** @param planned the events that are sent, each from its own source. */
  constructor(
    private readonly records: EventRecords,
    private readonly planned: readonly PlannedEvent[],
    private readonly checker: InvariantChecker,
  ) {}

  /** The queue has stored an event. */
  queued(event: ExternalEvent): void {
    const { eventId, source } = event;
    const plan = this.planned.find((one) => one.source === source);
    this.assert(
      plan !== undefined && isSame(plan, event),
      () => `The queue has an event that ${source} did not send.`,
    );
    if (plan === undefined) return;
    const isRepeat =
      plan.idempotencyKey !== undefined && [...this.queuedEvents.values()].includes(plan);
    this.checker.assert(
      'one-effect-per-request',
      !isRepeat || this.queuedEvents.has(eventId),
      () => {
        return `${source} sent one key, and two events were accepted.`;
      },
    );
    this.queuedEvents.set(eventId, plan);
    this.checker.externalEvent(eventId);
  }

  /** A sender got the response that its event was accepted. */
  accepted(eventId: string): void {
    this.checker.assert('acknowledged-kept', this.queuedEvents.has(eventId), () => {
      return 'An event was accepted, but the queue does not have it.';
    });
  }

  /** A new record was stored. */
  added(record: EventRecord): void {
    const { eventId, source } = record;
    const plan = this.queuedEvents.get(eventId);
    this.assert(plan !== undefined && isSame(plan, record), () => {
      return `A record of ${source} differs from the event that was sent.`;
    });
    this.assert(!this.recorded.has(eventId), () => `An event of ${source} was recorded twice.`);
    this.recorded.add(eventId);
    this.checker.recorded(record);
  }

  /** Checks that every event of the queue was recorded, or its order placed, as planned. */
  async assertFinalState(): Promise<void> {
    for (const plan of this.planned) this.assertOrderCount(plan);
    for (const [eventId, plan] of this.queuedEvents) {
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

  /** A machine has as many orders as it submitted, also if a client placed one under its event's id. */
  private assertOrderCount(plan: PlannedEvent): void {
    const orders = this.checker.allOrders.filter(({ customerName }) => customerName === plan.name);
    const events = [...this.queuedEvents.values()].filter((one) => one === plan);
    const expected = plan.outcome === 'ordered' ? events.length : 0;
    this.assert(orders.length === expected, () => {
      return `${plan.source} has ${orders.length} orders instead of ${expected}.`;
    });
  }

  private assert(holds: boolean, message: () => string): void {
    this.checker.assert('external-events-kept', holds, message);
  }
}

function isSame(one: Content, other: Content): boolean {
  return contentOf(one) === contentOf(other);
}

function contentOf({ source, type, payload }: Content): string {
  return JSON.stringify([source, type, payload]);
}
