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
import { present } from '../assertions.js';
import { FaultyCall, type Fault, type StepCall } from './faults.js';

/** Empty adapters of the ports of fulfilment. */
export interface FulfilmentUnderTest {
  readonly orders: OrderRepository;
  readonly stock: Inventory & StockRecords;
  /** Declines every payment of the customer in `declined`. */
  readonly payments: PaymentsUnderTest;
}

/** Why the order of a scenario cannot be fulfilled; `none` if it can. */
export type Obstacle = 'none' | 'out of stock' | 'declined';

/** What another run does to the order directly before the call with the fault. */
export const RIVALS = ['none', 'finishes the order', 'is declined'] as const;

export type Rival = (typeof RIVALS)[number];

/** A fault in the processing of one order: two of ten bags of chips for 7.98. */
export interface Scenario {
  readonly obstacle: Obstacle;
  readonly call: StepCall;
  readonly fault: Fault;
  readonly rival: Rival;
}

/** The state of everything after a scenario. */
export interface FinalState {
  readonly status: Order['status'];
  readonly commands: readonly string[];
  readonly stock: StockLevel | undefined;
  readonly charged: number;
  readonly held: number;
  /** The events that customers were notified of, without repeats. */
  readonly notified: readonly string[];
}

/** The receives of a message before it is in the dead-letter queue, and one after its redrive. */
const DELIVERIES = 4;

/** Runs scenarios on one order. */
export class ScenarioRun {
  private readonly notified = new Set<string>();
  private readonly ports: FulfilmentPorts;

  private constructor(
    private readonly adapters: FulfilmentUnderTest,
    private readonly orderId: OrderId,
  ) {
    this.ports = {
      inventory: adapters.stock,
      payments: adapters.payments.payments,
      notifications: {
        notify: async ({ detail }: OrderEvent) => void this.notified.add(detail.metadata.eventId),
      },
    };
  }

  /** Prepares a run with a NEW order. */
  static async prepare(adapters: FulfilmentUnderTest, obstacle: Obstacle): Promise<ScenarioRun> {
    const { customerId } = adapters.payments.declined;
    const order = aNewOrder({
      request: { snackItems: [{ name: 'Chips', quantity: 2, price: 3.99 }], totalAmount: 7.98 },
      ...(obstacle === 'declined' && { customerId: present(customerId, 'declined customer') }),
    });
    await adapters.stock.setAvailable('Chips', obstacle === 'out of stock' ? 1 : 10);
    await adapters.orders.add({ order, events: [] }, 'hash');
    return new ScenarioRun(adapters, order.orderId);
  }

  /**
   * Delivers the message until its processing succeeds, and then lets the late effects happen. Returns
   * the state after that, and the state after one more delivery of the message.
   */
  async execute({ call, fault, rival }: Scenario): Promise<readonly [FinalState, FinalState]> {
    const faulty = new FaultyCall(call, fault, async () => this.runRival(rival));
    const ports = faulty.in(this.ports);
    const givenUp = faulty.givenUp.given.then(() => 'given up' as const);
    let firstRun: Promise<unknown> = Promise.resolve();
    for (let delivery = 1; delivery <= DELIVERIES; delivery += 1) {
      const run = this.process(ports).then(
        () => 'done' as const,
        () => 'failed' as const,
      );
      if (delivery === 1) firstRun = run;
      // Only one call has the fault, so that only the first run can be given up.
      if ((await (delivery === 1 ? Promise.race([run, givenUp]) : run)) === 'done') break;
    }
    faulty.late.give();
    await Promise.allSettled([
      faulty.lateEffect,
      fault === 'succeeds late' ? firstRun : Promise.resolve(),
    ]);
    const finalState = await this.finalState();
    await this.process(this.ports);
    return [finalState, await this.finalState()];
  }

  private async process(
    ports: FulfilmentPorts,
    messageId = 'message-1',
  ): Promise<ProcessOrderResult> {
    const { orders } = this.adapters;
    const useCase = new ProcessOrder(orders, { now: () => BUILT_AT }, fulfilmentSteps(ports));
    const actor = systemActor('order-processor');
    return useCase.execute({
      orderId: this.orderId,
      actor,
      correlationId: 'scenario',
      messageId,
    });
  }

  private async runRival(rival: Rival): Promise<void> {
    if (rival === 'none') return;
    const { payments } = this.ports;
    const declining: FulfilmentPorts['payments'] = {
      authorise: async () => ({ outcome: 'declined' }),
      capture: payments.capture.bind(payments),
      refund: payments.refund.bind(payments),
    };
    await this.process(
      rival === 'is declined' ? { ...this.ports, payments: declining } : this.ports,
      'message-2',
    );
  }

  private async finalState(): Promise<FinalState> {
    const { orders, stock, payments } = this.adapters;
    const order = present(await orders.find(this.orderId), 'order');
    return {
      status: order.status,
      commands: order.history.map(({ command }) => command),
      stock: await stock.find('Chips'),
      charged: await payments.charged(orderKey(order)),
      held: await payments.held(orderKey(order)),
      notified: [...this.notified].map((eventId) => eventId.slice(this.orderId.length + 1)),
    };
  }
}
