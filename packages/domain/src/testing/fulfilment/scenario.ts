import { fulfilmentSteps, type FulfilmentPorts } from '../../fulfilment/fulfilment-steps.js';
import type { OrderEvent } from '../../events/order-event.js';
import { systemActor } from '../../order/actor.js';
import type { Order, OrderId } from '../../order/order.js';
import { orderKey } from '../../order/order-key.js';
import type { Inventory } from '../../ports/inventory.js';
import type { OrderRepository } from '../../ports/order-repository.js';
import type { StockLevel, StockRecords } from '../../ports/stock-records.js';
import { ProcessOrder, type ProcessOrderResult } from '../../use-cases/process-order.js';
import { aNewOrder, BUILT_AT } from '../builders.js';
import type { PaymentsUnderTest } from '../payments-contract.js';
import { present } from '../test-functions.js';
import { FaultyCall, type Fault, type StepCall } from './faults.js';

/** Adapters of the ports that fulfilment works on, empty. */
export interface FulfilmentUnderTest {
  readonly orders: OrderRepository;
  readonly stock: Inventory & StockRecords;
  /** Declines every payment of the customer whose request is `declined`. */
  readonly payments: PaymentsUnderTest;
}

/** Why an order of a story cannot be had, if it cannot. */
export type Hindrance = 'none' | 'out of stock' | 'declined';

/** What another run does to the order, just before the call that goes wrong. */
export const RIVALS = ['nobody', 'finishes it', 'is refused'] as const;

export type Rival = (typeof RIVALS)[number];

/** A story of one order: two bags of chips for 7.98, of which there are ten. */
export interface Plot {
  readonly hindrance: Hindrance;
  readonly call: StepCall;
  readonly fault: Fault;
  readonly rival: Rival;
}

/** How a story ended. */
export interface Ending {
  readonly status: Order['status'];
  readonly commands: readonly string[];
  readonly stock: StockLevel | undefined;
  readonly charged: number;
  readonly held: number;
  /** The events that people were told, without repeats. */
  readonly told: readonly string[];
}

/** Receives of a message until it goes to the dead-letter queue, with one replay from there. */
const DELIVERIES = 4;

/** Everything that works on one order of a story. */
export class Story {
  private readonly told = new Set<string>();
  private readonly ports: FulfilmentPorts;

  private constructor(
    private readonly under: FulfilmentUnderTest,
    private readonly orderId: OrderId,
  ) {
    this.ports = {
      inventory: under.stock,
      payments: under.payments.payments,
      notifications: {
        notify: async ({ detail }: OrderEvent) => void this.told.add(detail.metadata.eventId),
      },
    };
  }

  /** Begins with an order that is NEW. */
  static async begin(under: FulfilmentUnderTest, hindrance: Hindrance): Promise<Story> {
    const { customerId } = under.payments.declined;
    const order = aNewOrder({
      request: { snackItems: [{ name: 'Chips', quantity: 2, price: 3.99 }], totalAmount: 7.98 },
      ...(hindrance === 'declined' && { customerId: present(customerId, 'declined customer') }),
    });
    await under.stock.setAvailable('Chips', hindrance === 'out of stock' ? 1 : 10);
    await under.orders.add({ order, events: [] }, 'hash');
    return new Story(under, order.orderId);
  }

  /**
   * Lets the message come until it is done with, and then the late effects. Returns how that ended,
   * and how it stands once the message was replayed.
   */
  async tell({ call, fault, rival }: Plot): Promise<readonly [Ending, Ending]> {
    const faulty = new FaultyCall(call, fault, async () => this.letRivalRun(rival));
    const ports = faulty.in(this.ports);
    const givenUp = faulty.givenUp.reached.then(() => 'given up' as const);
    let firstRun: Promise<unknown> = Promise.resolve();
    for (let delivery = 1; delivery <= DELIVERIES; delivery += 1) {
      const run = this.process(ports).then(
        () => 'done' as const,
        () => 'failed' as const,
      );
      if (delivery === 1) firstRun = run;
      // Only the first call goes wrong, and so only the first run is ever given up.
      if ((await (delivery === 1 ? Promise.race([run, givenUp]) : run)) === 'done') break;
    }
    faulty.late.reach();
    await Promise.allSettled([
      faulty.lateEffect,
      fault === 'succeeds late' ? firstRun : Promise.resolve(),
    ]);
    const ending = await this.ending();
    await this.process(this.ports);
    return [ending, await this.ending()];
  }

  private async process(ports: FulfilmentPorts): Promise<ProcessOrderResult> {
    const { orders } = this.under;
    const useCase = new ProcessOrder(orders, { now: () => BUILT_AT }, fulfilmentSteps(ports));
    const actor = systemActor('order-processor');
    return useCase.execute({ orderId: this.orderId, actor, correlationId: 'story' });
  }

  private async letRivalRun(rival: Rival): Promise<void> {
    if (rival === 'nobody') return;
    const { payments } = this.ports;
    const refused: FulfilmentPorts['payments'] = {
      authorise: async () => ({ outcome: 'declined' }),
      capture: async (order) => payments.capture(order),
      refund: async (order) => payments.refund(order),
    };
    await this.process(rival === 'is refused' ? { ...this.ports, payments: refused } : this.ports);
  }

  private async ending(): Promise<Ending> {
    const { orders, stock, payments } = this.under;
    const order = present(await orders.find(this.orderId), 'order');
    return {
      status: order.status,
      commands: order.history.map(({ command }) => command),
      stock: await stock.find('Chips'),
      charged: await payments.charged(orderKey(order)),
      held: await payments.held(orderKey(order)),
      told: [...this.told].map((eventId) => eventId.slice(this.orderId.length + 1)),
    };
  }
}
