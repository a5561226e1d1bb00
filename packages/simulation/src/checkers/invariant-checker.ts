import type { EventBridgeEnvelope } from '@snacks/adapters-memory';
import {
  admission,
  isFields,
  LIFECYCLE,
  type Change,
  type Order,
  type OrderId,
} from '@snacks/domain';
import { eventRecorded, type OrderEvent, type PlatformEvent } from '@snacks/domain/events';
import type { EventRecord } from '@snacks/domain/ports';

import type { OrderLabels } from '../workload/order-labels.js';
import { InvariantBrokenError, type InvariantName } from './invariants.js';
import type { Timeline } from '../cli/timeline.js';

/** The state of an order that a response showed. */
export interface Acknowledgement {
  readonly orderId: OrderId;
  readonly version: number;
  readonly status: string;
}

interface Committed {
  readonly event: PlatformEvent;
  readonly text: string;
  published: boolean;
}

/** The length of an order id, a UUID. The id of a payment or of a reservation begins with it. */
const ID_LENGTH = 36;

/**
 * Observes every effect of a run behind the network, and checks the invariants at once. Keeps the
 * first one that is broken.
 */
export class InvariantChecker {
  /** The first invariant that was broken, if any. */
  broken: InvariantBrokenError | undefined;
  private readonly changes = new Map<OrderId, Order[]>();
  private readonly events = new Map<string, Committed>();
  private readonly idsByRequest = new Map<string, OrderId>();
  private readonly externalEvents = new Set<string>();
  private readonly charges = new Map<OrderId, Set<string>>();
  private readonly acknowledgedVersions = new Map<OrderId, number>();
  private readonly acceptedRequests = new Set<string>();
  private readonly notificationsSent = new Set<string>();
  private readonly refusedForGood = new Set<string>();
  private readonly deleted: Order[] = [];

  constructor(
    private readonly labels: OrderLabels,
    private readonly timeline: Timeline,
  ) {}

  /** Every order after its last committed change, without deleted ones. */
  get orders(): readonly Order[] {
    return [...this.changes.values()].flatMap((orders) => orders.at(-1) ?? []);
  }

  /** All orders, also those that were deleted since. */
  get allOrders(): readonly Order[] {
    return [...this.deleted, ...this.orders];
  }

  /** The order after its last committed change. */
  latest(orderId: OrderId): Order | undefined {
    return this.changes.get(orderId)?.at(-1);
  }

  /** The order was deleted. A later order with its id is another order. */
  expired({ orderId }: Order): void {
    this.deleted.push(...(this.changes.get(orderId)?.slice(-1) ?? []));
    this.changes.delete(orderId);
    this.charges.delete(orderId);
    this.acknowledgedVersions.delete(orderId);
    for (const eventId of this.notificationsSent) {
      if (eventId.startsWith(orderId)) this.notificationsSent.delete(eventId);
    }
  }

  /** The order that a request placed. @param request a client's name, or an external event's id. */
  orderOf(request: string): OrderId | undefined {
    return this.idsByRequest.get(request);
  }

  /** The queue has an external event: the order that it causes is counted as the event's. */
  externalEvent(eventId: string): void {
    this.externalEvents.add(eventId);
  }

  /** The record of an external event was stored: its announcement may be published from now on. */
  recorded(record: EventRecord): void {
    this.commit(eventRecorded(record));
  }

  /** A change of an order was stored. */
  committed({ order, events }: Change): void {
    const before = this.changes.get(order.orderId) ?? [];
    this.assertLifecycle(before.at(-1), order, events);
    if (before.length === 0) this.assertOneOrder(order, events);
    this.changes.set(order.orderId, [...before, order]);
    for (const event of events) this.commit(event);
  }

  /** The bus refuses an event for good. */
  refused({ detail }: PlatformEvent): void {
    this.refusedForGood.add(detail.metadata.eventId);
  }

  isRefused({ detail }: PlatformEvent): boolean {
    return this.refusedForGood.has(detail.metadata.eventId);
  }

  /** The bus has accepted an event. */
  published({ detail, 'detail-type': type }: EventBridgeEnvelope): void {
    const { metadata } = detail;
    const eventId = isFields(metadata) ? String(metadata.eventId) : 'none';
    const committed = this.events.get(eventId);
    this.assert('no-event-without-change', committed !== undefined, () => {
      return `The bus has ${eventId}, which was not committed.`;
    });
    if (committed === undefined) return;
    const same = committed.event.type === type && committed.text === JSON.stringify(detail);
    this.assert(
      'no-event-without-change',
      same,
      () => `${eventId} is not published as it was committed.`,
    );
    if (committed.published) return;
    committed.published = true;
    this.assertSequence(committed.event);
  }

  /** A client got a response that shows an order. */
  acknowledged({ orderId, version, status }: Acknowledgement): void {
    const known = this.changes.get(orderId)?.[version - 1];
    this.assert('acknowledged-kept', known?.status === status, () => {
      return `${this.labels.of(orderId)} was acknowledged as ${status} v${version}, which was not committed.`;
    });
    this.acknowledgedVersions.set(orderId, Math.max(version, this.acknowledgedVersion(orderId)));
  }

  /** The latest version of an order in any response; 0 if no response showed it. */
  acknowledgedVersion(orderId: OrderId): number {
    return this.acknowledgedVersions.get(orderId) ?? 0;
  }

  /** An asynchronous request was accepted. */
  accepted(name: string): void {
    this.acceptedRequests.add(name);
  }

  get acceptedNames(): ReadonlySet<string> {
    return this.acceptedRequests;
  }

  /** @param amount the captured cents. */
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

  /** The customer was notified of an event. */
  notified({ detail }: OrderEvent): void {
    this.notificationsSent.add(detail.metadata.eventId);
  }

  isCharged(orderId: OrderId): boolean {
    return (this.charges.get(orderId)?.size ?? 0) > 0;
  }

  /** Committed events that have not reached the bus yet. */
  get unpublished(): readonly PlatformEvent[] {
    return [...this.events.values()].flatMap(({ event, published }) => (published ? [] : event));
  }

  /** Whether the customer was notified of the order's latest event. */
  isNotified({ orderId, version }: Order): boolean {
    return this.notificationsSent.has(`${orderId}:${version}:0`);
  }

  /** Records the invariant as broken if it does not hold, unless another one was broken before. */
  assert(invariant: InvariantName, holds: boolean, message: () => string): void {
    if (holds || this.broken !== undefined) return;
    this.broken = new InvariantBrokenError(invariant, message());
    this.timeline.end(() => `BROKEN: ${invariant}: ${message()}`);
  }

  private commit(event: PlatformEvent): void {
    const { eventId } = event.detail.metadata;
    this.events.set(eventId, { event, text: JSON.stringify(event.detail), published: false });
  }

  private assertSequence(event: PlatformEvent): void {
    const { detail } = event;
    if (!('orderId' in detail)) return;
    for (const { event: other, published } of this.events.values()) {
      if (!('orderId' in other.detail) || other.detail.orderId !== detail.orderId) continue;
      const isEarlier = other.detail.metadata.orderVersion < detail.metadata.orderVersion;
      const mayBeOvertaken = published || this.isRefused(other);
      this.assert('published-in-order', !isEarlier || mayBeOvertaken, () => {
        return `${this.labels.ofEvent(event)} was published before ${this.labels.ofEvent(other)}.`;
      });
    }
  }

  private assertLifecycle(
    before: Order | undefined,
    order: Order,
    events: readonly OrderEvent[],
  ): void {
    const last = order.history.at(-1);
    const message = () => `${before?.status ?? 'nothing'} → ${this.labels.ofChange(order)}`;
    const isNext = order.version === (before?.version ?? 0) + 1;
    this.assert('lifecycle-followed', isNext && order.history.length === order.version, message);
    if (last === undefined) return;
    const { command } = last;
    const admitted =
      before === undefined ? command === 'place' : admission(command, before.status) === 'applies';
    this.assert('lifecycle-followed', admitted, message);
    const { to, event } = LIFECYCLE[command];
    const expected: readonly string[] = to === 'same' ? [before?.status ?? 'none'] : to;
    this.assert('lifecycle-followed', expected.includes(order.status), message);
    this.assert('lifecycle-followed', events.at(0)?.type === event, message);
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

  private assertProcessed(orderId: OrderId, effect: string): void {
    const status = this.changes.get(orderId)?.at(-1)?.status;
    this.assert('final-only-when-processed', status === 'PROCESSED', () => {
      return `${this.labels.of(orderId)} was ${effect} while it was ${status}.`;
    });
  }
}
