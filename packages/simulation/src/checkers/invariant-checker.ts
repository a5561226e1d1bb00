import type { EventBridgeEnvelope } from '@snacks/adapters-memory';
import {
  admission,
  eventRecorded,
  isFields,
  LIFECYCLE,
  type Change,
  type EventRecord,
  type Order,
  type OrderEvent,
  type OrderId,
  type PlatformEvent,
} from '@snacks/domain';

import type { OrderLabels } from '../workload/order-labels.js';
import { InvariantBrokenError, type InvariantName } from './invariants.js';
import type { Timeline } from '../cli/timeline.js';

/** What a response said of an order. */
export interface Acknowledgement {
  readonly orderId: OrderId;
  readonly version: number;
  readonly status: string;
}

interface Committed {
  readonly event: PlatformEvent;
  readonly text: string;
  told: boolean;
}

/** An id is a UUID; what a caller may have put behind it tells payments of one order apart. */
const ID_LENGTH = 36;

/**
 * What really took effect in a run, seen where it did: behind the network. Every entry is held
 * against the invariants at once, and the first one that is broken is kept.
 */
export class InvariantChecker {
  /** The first invariant that was broken. */
  broken: InvariantBrokenError | undefined;
  private readonly changes = new Map<OrderId, Order[]>();
  private readonly events = new Map<string, Committed>();
  private readonly idsByRequest = new Map<string, OrderId>();
  private readonly externalEvents = new Set<string>();
  private readonly charges = new Map<OrderId, Set<string>>();
  private readonly acknowledgedVersions = new Map<OrderId, number>();
  private readonly accepting = new Set<string>();
  private readonly notificationsSent = new Set<string>();
  private readonly refusedForGood = new Set<string>();
  private readonly past: Order[] = [];

  constructor(
    private readonly labels: OrderLabels,
    private readonly timeline: Timeline,
  ) {}

  /** Every order, as the last committed change left it. */
  get orders(): readonly Order[] {
    return [...this.changes.values()].flatMap((orders) => orders.at(-1) ?? []);
  }

  /** Those that were deleted since, too. */
  get allOrders(): readonly Order[] {
    return [...this.past, ...this.orders];
  }

  /** The order as the last committed change left it. */
  latest(orderId: OrderId): Order | undefined {
    return this.changes.get(orderId)?.at(-1);
  }

  /** The order was deleted: what comes under its id from now on is another one. */
  expired({ orderId }: Order): void {
    this.past.push(...(this.changes.get(orderId)?.slice(-1) ?? []));
    this.changes.delete(orderId);
    this.charges.delete(orderId);
    this.acknowledgedVersions.delete(orderId);
    for (const eventId of this.notificationsSent) {
      if (eventId.startsWith(orderId)) this.notificationsSent.delete(eventId);
    }
  }

  /** The order that a request brought about: a client's by its name, an external event by its id. */
  orderOf(request: string): OrderId | undefined {
    return this.idsByRequest.get(request);
  }

  /** An external event was taken in: an order that it brings about is its own. */
  externalEvent(eventId: string): void {
    this.externalEvents.add(eventId);
  }

  /** An external event was stored: from now on the bus may carry its announcement. */
  recorded(record: EventRecord): void {
    this.commit(eventRecorded(record));
  }

  committed({ order, events }: Change): void {
    const before = this.changes.get(order.orderId) ?? [];
    this.assertLifecycle(before.at(-1), order, events);
    if (before.length === 0) this.assertOneOrder(order, events);
    this.changes.set(order.orderId, [...before, order]);
    for (const event of events) this.commit(event);
  }

  /** The bus has refused an event for good. */
  refused({ detail }: PlatformEvent): void {
    this.refusedForGood.add(detail.metadata.eventId);
  }

  isRefused({ detail }: PlatformEvent): boolean {
    return this.refusedForGood.has(detail.metadata.eventId);
  }

  /** The bus has taken an event. */
  taken({ detail, 'detail-type': type }: EventBridgeEnvelope): void {
    const { metadata } = detail;
    const eventId = isFields(metadata) ? String(metadata.eventId) : 'none';
    const committed = this.events.get(eventId);
    this.assert('no-event-without-change', committed !== undefined, () => {
      return `The bus carries ${eventId}, which was not committed.`;
    });
    if (committed === undefined) return;
    const same = committed.event.type === type && committed.text === JSON.stringify(detail);
    this.assert('no-event-without-change', same, () => `${eventId} was changed on its way.`);
    if (committed.told) return;
    committed.told = true;
    this.assertSequence(committed.event);
  }

  /** A client was told something of an order. */
  acknowledged({ orderId, version, status }: Acknowledgement): void {
    const known = this.changes.get(orderId)?.[version - 1];
    this.assert('acknowledged-kept', known?.status === status, () => {
      return `${this.labels.of(orderId)} was acknowledged as ${status} v${version}, but is not.`;
    });
    this.acknowledgedVersions.set(orderId, Math.max(version, this.acknowledgedVersion(orderId)));
  }

  /** The latest version of an order that anybody was told of; 0 where nobody was. */
  acknowledgedVersion(orderId: OrderId): number {
    return this.acknowledgedVersions.get(orderId) ?? 0;
  }

  /** A request was taken that is carried out later. */
  accepted(name: string): void {
    this.accepting.add(name);
  }

  get acceptedNames(): ReadonlySet<string> {
    return this.accepting;
  }

  /** @param amount the cents that were taken. */
  charged(paymentId: string, amount: number | undefined): void {
    const orderId = paymentId.slice(0, ID_LENGTH);
    const charges = this.charges.get(orderId) ?? new Set();
    this.charges.set(orderId, charges.add(paymentId));
    this.assert('one-charge', charges.size <= 1, () => {
      return `${this.labels.of(orderId)} was charged ${charges.size} times.`;
    });
    this.assertProcessed(orderId, 'charged');
    const price = this.latest(orderId)?.totalAmount;
    this.assert('charged-its-price', amount === price, () => {
      return `${this.labels.of(orderId)} costs ${price} and was charged ${amount}.`;
    });
  }

  refunded(paymentId: string): void {
    this.charges.get(paymentId.slice(0, ID_LENGTH))?.delete(paymentId);
  }

  sold(orderId: OrderId): void {
    this.assertProcessed(orderId.slice(0, ID_LENGTH), 'sold');
  }

  told({ detail }: OrderEvent): void {
    this.notificationsSent.add(detail.metadata.eventId);
  }

  isCharged(orderId: OrderId): boolean {
    return (this.charges.get(orderId)?.size ?? 0) > 0;
  }

  /** Events that the bus has not taken yet. */
  get untold(): readonly PlatformEvent[] {
    return [...this.events.values()].flatMap(({ event, told }) => (told ? [] : event));
  }

  /** Whether people were told of the order's latest event. */
  isNotified({ orderId, version }: Order): boolean {
    return this.notificationsSent.has(`${orderId}:${version}:0`);
  }

  /** Keeps it where an invariant does not hold. */
  assert(invariant: InvariantName, holds: boolean, what: () => string): void {
    if (holds || this.broken !== undefined) return;
    this.broken = new InvariantBrokenError(invariant, what());
    this.timeline.end(() => `BROKEN: ${invariant}: ${what()}`);
  }

  private commit(event: PlatformEvent): void {
    const { eventId } = event.detail.metadata;
    this.events.set(eventId, { event, text: JSON.stringify(event.detail), told: false });
  }

  private assertSequence(event: PlatformEvent): void {
    const { detail } = event;
    if (!('orderId' in detail)) return;
    for (const { event: other, told } of this.events.values()) {
      if (!('orderId' in other.detail) || other.detail.orderId !== detail.orderId) continue;
      const isEarlier = other.detail.metadata.orderVersion < detail.metadata.orderVersion;
      const mayBeOvertaken = told || this.isRefused(other);
      this.assert('published-in-order', !isEarlier || mayBeOvertaken, () => {
        return `${this.labels.ofEvent(event)} overtook ${this.labels.ofEvent(other)}.`;
      });
    }
  }

  private assertLifecycle(
    before: Order | undefined,
    order: Order,
    events: readonly OrderEvent[],
  ): void {
    const last = order.history.at(-1);
    const what = () => `${before?.status ?? 'nothing'} → ${this.labels.ofChange(order)}`;
    const rises = order.version === (before?.version ?? 0) + 1;
    this.assert('lifecycle-followed', rises && order.history.length === order.version, what);
    if (last === undefined) return;
    const { command } = last;
    const admitted =
      before === undefined ? command === 'place' : admission(command, before.status) === 'applies';
    this.assert('lifecycle-followed', admitted, what);
    const { to, event } = LIFECYCLE[command];
    const leads: readonly string[] = to === 'same' ? [before?.status ?? 'none'] : to;
    this.assert('lifecycle-followed', leads.includes(order.status), what);
    this.assert('lifecycle-followed', events.at(0)?.type === event, what);
  }

  private assertOneOrder({ orderId, customerName }: Order, events: readonly OrderEvent[]): void {
    const cause = events.at(0)?.detail.metadata.causationId ?? '';
    const request = this.externalEvents.has(cause) ? cause : customerName;
    const other = this.idsByRequest.get(request);
    this.idsByRequest.set(request, orderId);
    this.assert('one-effect-per-request', other === undefined, () => {
      return `The request of ${customerName} placed two orders.`;
    });
  }

  private assertProcessed(orderId: OrderId, what: string): void {
    const status = this.changes.get(orderId)?.at(-1)?.status;
    this.assert('final-only-when-processed', status === 'PROCESSED', () => {
      return `${this.labels.of(orderId)} was ${what} while it was ${status}.`;
    });
  }
}
