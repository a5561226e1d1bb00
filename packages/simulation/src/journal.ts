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

import type { OrderLabels } from './order-labels.js';
import { PromiseBrokenError, type PromiseName } from './promises.js';
import type { Timeline } from './timeline.js';

/** What an answer said of an order. */
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
 * What really took effect in a schedule, seen where it did: behind the network. Every entry is held
 * against the promises at once, and the first one that is broken is kept.
 */
export class Journal {
  /** The first promise that was broken. */
  broken: PromiseBrokenError | undefined;
  private readonly changes = new Map<OrderId, Order[]>();
  private readonly events = new Map<string, Committed>();
  private readonly idsByRequest = new Map<string, OrderId>();
  private readonly foreignEvents = new Set<string>();
  private readonly charges = new Map<OrderId, Set<string>>();
  private readonly versionsTold = new Map<OrderId, number>();
  private readonly accepting = new Set<string>();
  private readonly peopleTold = new Set<string>();
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
    this.versionsTold.delete(orderId);
    for (const eventId of this.peopleTold) {
      if (eventId.startsWith(orderId)) this.peopleTold.delete(eventId);
    }
  }

  /** The order that a request brought about: a client's by its name, a foreign event by its id. */
  orderOf(request: string): OrderId | undefined {
    return this.idsByRequest.get(request);
  }

  /** A foreign event was taken in: an order that it brings about is its own. */
  foreignEvent(eventId: string): void {
    this.foreignEvents.add(eventId);
  }

  /** A foreign event was stored: from now on the bus may carry its announcement. */
  recorded(record: EventRecord): void {
    this.commit(eventRecorded(record));
  }

  committed({ order, events }: Change): void {
    const before = this.changes.get(order.orderId) ?? [];
    this.holdLifecycle(before.at(-1), order, events);
    if (before.length === 0) this.holdOneOrder(order, events);
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
    this.hold('no-event-without-change', committed !== undefined, () => {
      return `The bus carries ${eventId}, which was not committed.`;
    });
    if (committed === undefined) return;
    const same = committed.event.type === type && committed.text === JSON.stringify(detail);
    this.hold('no-event-without-change', same, () => `${eventId} was changed on its way.`);
    if (committed.told) return;
    committed.told = true;
    this.holdSequence(committed.event);
  }

  /** A client was told something of an order. */
  acknowledged({ orderId, version, status }: Acknowledgement): void {
    const known = this.changes.get(orderId)?.[version - 1];
    this.hold('acknowledged-kept', known?.status === status, () => {
      return `${this.labels.of(orderId)} was acknowledged as ${status} v${version}, but is not.`;
    });
    this.versionsTold.set(orderId, Math.max(version, this.versionTold(orderId)));
  }

  /** The latest version of an order that anybody was told of; 0 where nobody was. */
  versionTold(orderId: OrderId): number {
    return this.versionsTold.get(orderId) ?? 0;
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
    this.hold('one-charge', charges.size <= 1, () => {
      return `${this.labels.of(orderId)} was charged ${charges.size} times.`;
    });
    this.holdProcessed(orderId, 'charged');
    const price = this.latest(orderId)?.totalAmount;
    this.hold('charged-its-price', amount === price, () => {
      return `${this.labels.of(orderId)} costs ${price} and was charged ${amount}.`;
    });
  }

  refunded(paymentId: string): void {
    this.charges.get(paymentId.slice(0, ID_LENGTH))?.delete(paymentId);
  }

  sold(orderId: OrderId): void {
    this.holdProcessed(orderId.slice(0, ID_LENGTH), 'sold');
  }

  told({ detail }: OrderEvent): void {
    this.peopleTold.add(detail.metadata.eventId);
  }

  isCharged(orderId: OrderId): boolean {
    return (this.charges.get(orderId)?.size ?? 0) > 0;
  }

  /** Events that the bus has not taken yet. */
  get untold(): readonly PlatformEvent[] {
    return [...this.events.values()].flatMap(({ event, told }) => (told ? [] : event));
  }

  /** Whether people were told of the order's latest event. */
  isToldOf({ orderId, version }: Order): boolean {
    return this.peopleTold.has(`${orderId}:${version}:0`);
  }

  /** Keeps it where a promise does not hold. */
  hold(promise: PromiseName, holds: boolean, what: () => string): void {
    if (holds || this.broken !== undefined) return;
    this.broken = new PromiseBrokenError(promise, what());
    this.timeline.end(() => `BROKEN: ${promise}: ${what()}`);
  }

  private commit(event: PlatformEvent): void {
    const { eventId } = event.detail.metadata;
    this.events.set(eventId, { event, text: JSON.stringify(event.detail), told: false });
  }

  private holdSequence(event: PlatformEvent): void {
    const { detail } = event;
    if (!('orderId' in detail)) return;
    for (const { event: other, told } of this.events.values()) {
      if (!('orderId' in other.detail) || other.detail.orderId !== detail.orderId) continue;
      const isEarlier = other.detail.metadata.orderVersion < detail.metadata.orderVersion;
      const mayBeOvertaken = told || this.isRefused(other);
      this.hold('told-in-order', !isEarlier || mayBeOvertaken, () => {
        return `${this.labels.ofEvent(event)} overtook ${this.labels.ofEvent(other)}.`;
      });
    }
  }

  private holdLifecycle(
    before: Order | undefined,
    order: Order,
    events: readonly OrderEvent[],
  ): void {
    const last = order.history.at(-1);
    const what = () => `${before?.status ?? 'nothing'} → ${this.labels.ofChange(order)}`;
    const rises = order.version === (before?.version ?? 0) + 1;
    this.hold('lifecycle-followed', rises && order.history.length === order.version, what);
    if (last === undefined) return;
    const { command } = last;
    const admitted =
      before === undefined ? command === 'place' : admission(command, before.status) === 'applies';
    this.hold('lifecycle-followed', admitted, what);
    const { to, event } = LIFECYCLE[command];
    const leads: readonly string[] = to === 'same' ? [before?.status ?? 'none'] : to;
    this.hold('lifecycle-followed', leads.includes(order.status), what);
    this.hold('lifecycle-followed', events.at(0)?.type === event, what);
  }

  private holdOneOrder({ orderId, customerName }: Order, events: readonly OrderEvent[]): void {
    const cause = events.at(0)?.detail.metadata.causationId ?? '';
    const request = this.foreignEvents.has(cause) ? cause : customerName;
    const other = this.idsByRequest.get(request);
    this.idsByRequest.set(request, orderId);
    this.hold('one-effect-per-request', other === undefined, () => {
      return `The request of ${customerName} placed two orders.`;
    });
  }

  private holdProcessed(orderId: OrderId, what: string): void {
    const status = this.changes.get(orderId)?.at(-1)?.status;
    this.hold('final-only-when-processed', status === 'PROCESSED', () => {
      return `${this.labels.of(orderId)} was ${what} while it was ${status}.`;
    });
  }
}
