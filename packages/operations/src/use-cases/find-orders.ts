import {
  FIELD_RULES,
  toMilliseconds,
  toTimestamp,
  UNFINISHED_STATUSES,
  type Order,
  type OrderStatus,
} from '@snacks/domain';
import type { OrderPage, OrderPosition } from '@snacks/domain/ports';

import { OPERATIONS_LIMITS } from '../field-rules.js';
import type { PlatformMap } from '../platform-map.js';
import type { OperationsPorts } from '../ports/operations-ports.js';

/** Which orders to find. `q` finds by an id, and needs no other condition. */
export interface FindOrdersQuery {
  /** An order id, an event id, or a correlation id. */
  readonly q?: string;
  readonly status?: OrderStatus;
  readonly customerId?: string;
  /** Only unfinished orders that have had their state for more seconds than this. */
  readonly waitingLongerThan?: number;
  readonly limit: number;
  readonly after?: OrderPosition;
}

const EVENT_ID = /^(?<orderId>[0-9a-f-]{36}):\d+:\d+$/;

const HOUR = 3_600_000;

/** The orders of one correlation id that are read, and the log lines that are searched for them. */
const MAX_CORRELATED = 20;
const MAX_LINES = 200;

/** Finds orders of all customers, the newest first. */
export class FindOrders {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'orders' | 'logs' | 'clock'>,
    private readonly map: PlatformMap,
  ) {}

  async execute({ q, waitingLongerThan, ...query }: FindOrdersQuery): Promise<OrderPage> {
    if (q !== undefined) return { orders: await this.byId(q) };
    if (waitingLongerThan === undefined) return this.ports.orders.list(query);
    return this.waiting(query, this.ports.clock.now() - waitingLongerThan * 1_000);
  }

  private async byId(q: string): Promise<readonly Order[]> {
    const orderId = EVENT_ID.exec(q)?.groups?.orderId ?? q;
    const found = FIELD_RULES.orderId.accepts(orderId)
      ? await this.ports.orders.find(orderId)
      : undefined;
    return found === undefined ? this.byCorrelationId(q) : [found];
  }

  /** The orders that the log lines of the last day with this text name. */
  private async byCorrelationId(q: string): Promise<readonly Order[]> {
    const { lines } = await this.ports.logs.find({
      texts: [q],
      services: this.map.functions,
      since: toTimestamp(this.ports.clock.now() - OPERATIONS_LIMITS.logHours * HOUR),
      limit: MAX_LINES,
    });
    const ids = new Set(lines.flatMap(({ orderId }) => (orderId === undefined ? [] : [orderId])));
    const orders = await Promise.all(
      [...ids].slice(0, MAX_CORRELATED).map(async (orderId) => this.ports.orders.find(orderId)),
    );
    return orders.filter((order) => order !== undefined);
  }

  /** A page of the unfinished orders whose last change was before the deadline. */
  private async waiting(
    { status, ...query }: Omit<FindOrdersQuery, 'q' | 'waitingLongerThan'>,
    deadline: number,
  ): Promise<OrderPage> {
    const statuses = UNFINISHED_STATUSES.filter((one) => status === undefined || one === status);
    const pages = await Promise.all(
      statuses.map(async (one) =>
        this.ports.orders.list({ ...query, status: one, createdBefore: toTimestamp(deadline) }),
      ),
    );
    const all = pages.flatMap(({ orders }) => orders).sort(newestFirst);
    const page = all.slice(0, query.limit);
    const last = page.at(-1);
    const hasMore = all.length > page.length || pages.some(({ next }) => next !== undefined);
    return {
      orders: page.filter(({ updatedAt }) => toMilliseconds(updatedAt) < deadline),
      ...(hasMore && last !== undefined && { next: positionOf(last) }),
    };
  }
}

function newestFirst(a: Order, b: Order): number {
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.orderId < b.orderId ? 1 : -1;
}

function positionOf({ createdAt, orderId }: Order): OrderPosition {
  return { createdAt, orderId };
}
