import { isFields, type OrderId } from '@snacks/domain';

import { acknowledgementOf, apiEvent, bodyOf } from './api-responses.js';
import { Caller } from './caller.js';
import type { Acknowledgement } from '../checkers/invariant-checker.js';
import type { PlannedReading } from './planned-reading.js';
import type { System } from '../world/system.js';

/** An order as a page shows it. */
interface ListedOrder extends Acknowledgement {
  readonly customerId: unknown;
}

interface Page {
  readonly orders: readonly ListedOrder[];
  readonly nextCursor: string | undefined;
}

/** Walks through a listing, page by page, and opens every order in it, amid all that goes on. */
export class Reader {
  private readonly caller: Caller;

  constructor(
    private readonly system: System,
    private readonly plan: PlannedReading,
  ) {
    this.caller = new Caller(system, plan.name);
  }

  async run(): Promise<void> {
    for (const after of this.plan.walks) {
      await this.system.pause(after);
      for (const orderId of await this.walk()) await this.open(orderId);
    }
  }

  /** Returns the orders that it met. */
  private async walk(): Promise<ReadonlySet<OrderId>> {
    const { system, caller, plan } = this;
    const { checker, labels } = system;
    const before = this.matching();
    const met = new Set<OrderId>();
    let cursor: string | undefined;
    do {
      const at = cursor;
      const page = await caller.ask('list', async () => this.page(at));
      if (page === undefined) return met; // gave up
      caller.tell('list', page.orders.map(({ orderId }) => labels.of(orderId)).join(', ') || '-');
      for (const order of page.orders) {
        this.assertListed(order, met);
        met.add(order.orderId);
      }
      cursor = page.nextCursor;
      if (cursor !== undefined) await system.pause(plan.dwell);
    } while (cursor !== undefined && checker.broken === undefined);
    // No order comes back to a state that it has left: what matches still matched all the while.
    const still = this.matching();
    for (const orderId of before.filter((id) => still.includes(id))) {
      checker.assert('listing-whole', met.has(orderId), () => {
        return `A walk through the listing of ${plan.customerId} missed ${labels.of(orderId)}.`;
      });
    }
    return met;
  }

  /** What stands in the store now and belongs into the listing. */
  private matching(): readonly OrderId[] {
    return this.system.checker.orders
      .filter((order) => this.belongs(order))
      .map(({ orderId }) => orderId);
  }

  private belongs(order: { readonly customerId?: unknown; readonly status: string }): boolean {
    const { customerId, status = order.status } = this.plan;
    return order.customerId === customerId && order.status === status;
  }

  private assertListed(order: ListedOrder, met: ReadonlySet<OrderId>): void {
    const { checker, labels } = this.system;
    const label = labels.of(order.orderId);
    checker.assert('listing-own', this.belongs(order), () => {
      return `The listing of ${this.plan.customerId} shows ${label}.`;
    });
    checker.assert('listing-whole', !met.has(order.orderId), () => {
      return `A walk through the listing of ${this.plan.customerId} met ${label} twice.`;
    });
    checker.acknowledged(order);
  }

  private async page(cursor: string | undefined): Promise<Page> {
    const { customerId, status, limit } = this.plan;
    const queryStringParameters = {
      customerId,
      limit: String(limit),
      ...(status !== undefined && { status }),
      ...(cursor !== undefined && { cursor }),
    };
    const { platform } = this.system;
    const event = apiEvent('GET /orders', { queryStringParameters });
    const { orders, nextCursor } = bodyOf(await platform.function('order-lister').invoke(event));
    return {
      orders: recordsOf(orders).map(listedOrderOf),
      nextCursor: typeof nextCursor === 'string' ? nextCursor : undefined,
    };
  }

  private async open(orderId: OrderId): Promise<void> {
    const { caller, plan } = this;
    const { checker, labels } = this.system;
    const known = checker.acknowledgedVersion(orderId);
    const response = await caller.ask('open', async () =>
      plan.timeline ? this.timelineOf(orderId) : this.orderOf(orderId),
    );
    if (response === undefined) return;
    const label = labels.of(orderId);
    caller.tell('open', `${label} ${response.status} v${response.version}`);
    checker.assert('reads-keep-up', response.version >= known, () => {
      return `${label} was shown as v${response.version} to somebody who could know of v${known}.`;
    });
    checker.acknowledged(response);
  }

  private async orderOf(orderId: OrderId): Promise<Acknowledgement> {
    const event = apiEvent('GET /orders/{orderId}', { pathParameters: { orderId } });
    const { platform } = this.system;
    return acknowledgementOf(bodyOf(await platform.function('order-reader').invoke(event)));
  }

  private async timelineOf(orderId: OrderId): Promise<Acknowledgement> {
    const event = apiEvent('GET /orders/{orderId}/timeline', { pathParameters: { orderId } });
    const { platform } = this.system;
    const { timeline } = bodyOf(await platform.function('order-timeline').invoke(event));
    return acknowledgementOf({ ...recordsOf(timeline).at(-1), orderId });
  }
}

function listedOrderOf(record: Readonly<Record<string, unknown>>): ListedOrder {
  const { customerId } = record;
  return { ...acknowledgementOf(record), customerId };
}

function recordsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}
