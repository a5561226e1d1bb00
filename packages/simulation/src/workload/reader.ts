import { isFields, type OrderId } from '@snacks/domain';

import { acknowledgementOf, apiEvent, bodyOf, withBody } from './api-responses.js';
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

/** Walks through a listing, page by page, opens every order in it, and checks what it sees. */
export class Reader {
  private readonly caller: Caller;

  constructor(
    private readonly system: System,
    private readonly plan: PlannedReading,
  ) {
    this.caller = new Caller(system, plan.name);
  }

  async act(): Promise<void> {
    for (const after of this.plan.walks) {
      await this.system.pause(after);
      for (const orderId of await this.walk()) await this.open(orderId);
    }
    await this.visitCatalogue();
  }

  /** Lists the snacks on sale, and puts one on sale again at its price, which changes nothing. */
  private async visitCatalogue(): Promise<void> {
    const { system, caller } = this;
    const { platform, catalogue, checker } = system;
    const listed = await caller.send('list snacks', async () =>
      bodyOf(await platform.function('catalogue-reader').invoke(apiEvent('GET /snacks', {}))),
    );
    if (listed === undefined) return; // gave up
    checker.assert('priced-by-catalogue', catalogue.isListed(listed.snacks), () => {
      return `GET /snacks has other prices than the catalogue.`;
    });
    const [snack] = Object.entries(system.options.scenario.prices);
    if (snack === undefined) return;
    const [name, price] = snack;
    const request = { pathParameters: { name }, ...withBody({ price }) };
    await caller.send('put snack', async () =>
      bodyOf(
        await platform.function('catalogue-editor').invoke(apiEvent('PUT /snacks/{name}', request)),
      ),
    );
  }

  /** Returns the orders of all pages. */
  private async walk(): Promise<ReadonlySet<OrderId>> {
    const { system, caller, plan } = this;
    const { checker, labels } = system;
    const before = this.matching();
    const seen = new Set<OrderId>();
    let cursor: string | undefined;
    do {
      const position = cursor;
      const page = await caller.send('list', async () => this.page(position));
      if (page === undefined) return seen; // gave up
      caller.log('list', page.orders.map(({ orderId }) => labels.of(orderId)).join(', ') || '-');
      for (const order of page.orders) {
        this.assertListed(order, seen);
        seen.add(order.orderId);
      }
      cursor = page.nextCursor;
      if (cursor !== undefined) await system.pause(plan.dwell);
    } while (cursor !== undefined && checker.broken === undefined);
    // No order returns to an earlier state: an order that matches before and after matched all the time.
    const after = this.matching();
    for (const orderId of before.filter((id) => after.includes(id))) {
      checker.assert('listing-whole', seen.has(orderId), () => {
        return `A walk through the listing of ${plan.customerId} missed ${labels.of(orderId)}.`;
      });
    }
    return seen;
  }

  /** The committed orders that match the listing now. */
  private matching(): readonly OrderId[] {
    return this.system.checker.orders
      .filter((order) => this.matches(order))
      .map(({ orderId }) => orderId);
  }

  private matches(order: { readonly customerId?: unknown; readonly status: string }): boolean {
    const { customerId, status = order.status } = this.plan;
    return order.customerId === customerId && order.status === status;
  }

  private assertListed(order: ListedOrder, seen: ReadonlySet<OrderId>): void {
    const { checker, labels } = this.system;
    const label = labels.of(order.orderId);
    checker.assert('listing-own', this.matches(order), () => {
      return `The listing of ${this.plan.customerId} has ${label}, which does not match.`;
    });
    checker.assert('listing-whole', !seen.has(order.orderId), () => {
      return `A walk through the listing of ${this.plan.customerId} had ${label} twice.`;
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
    const response = await caller.send('open', async () =>
      plan.timeline ? this.timelineOf(orderId) : this.orderOf(orderId),
    );
    if (response === undefined) return;
    const label = labels.of(orderId);
    caller.log('open', `${label} ${response.status} v${response.version}`);
    checker.assert('reads-keep-up', response.version >= known, () => {
      return `${label} was read as v${response.version} after a response had shown v${known}.`;
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
