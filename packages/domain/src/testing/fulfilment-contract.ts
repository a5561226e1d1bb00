import { fulfilmentSteps } from '../fulfilment/fulfilment-steps.js';
import type { OrderEvent } from '../events/order-event.js';
import { systemActor } from '../order/actor.js';
import type { OrderId } from '../order/order.js';
import { orderKey } from '../order/order-key.js';
import { cancel } from '../order/transitions.js';
import { ProcessOrder } from '../use-cases/process-order.js';
import { aChangeContext, aNewOrder, BUILT_AT } from './builders.js';
import { CALLS, FAULTS, type StepCall } from './fulfilment/faults.js';
import {
  RIVALS,
  ScenarioRun,
  type FinalState,
  type FulfilmentUnderTest,
  type Obstacle,
  type Scenario,
} from './fulfilment/scenario.js';
import { assertEqual } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

export type { FulfilmentUnderTest } from './fulfilment/scenario.js';

/** Longer than an order is stored after its final state, in milliseconds. */
const NINETY_DAYS = 90 * 86_400_000;

/** The content of an order for bags of chips at 2.00. */
const chips = (quantity: number) => ({
  snackItems: [{ name: 'Chips', quantity, price: 2 }],
  totalAmount: 2 * quantity,
});

/** The calls for an order, by its obstacle. */
const CALLS_BY_OBSTACLE: Readonly<Record<Obstacle, readonly StepCall[]>> = {
  none: ['prepare', 'authorise', 'hold', 'confirm', 'capture', 'notify'],
  'out of stock': ['prepare', 'authorise', 'hold', 'notify', 'refund', 'release'],
  declined: ['prepare', 'authorise', 'notify', 'refund', 'release'],
};

/** The required state after a scenario: stock, payment and notifications agree with the order. */
function expected({ obstacle, call, rival }: Scenario): FinalState {
  const isFirstPhase = call === 'prepare' || call === 'authorise' || call === 'hold';
  const fails = obstacle !== 'none' || (rival === 'is declined' && isFirstPhase);
  const available = obstacle === 'out of stock' ? 1 : fails ? 10 : 8;
  return {
    status: fails ? 'FAILED' : 'PROCESSED',
    commands: ['place', 'claim', fails ? 'fail' : 'complete'],
    stock: { available, reserved: 0, sold: fails ? 0 : 2 },
    charged: fails ? 0 : 798,
    held: 0,
    notified: ['3:0'],
  };
}

/** Processes orders, and records the notifications. */
function processor({ orders, stock, payments }: FulfilmentUnderTest) {
  const notified: OrderEvent[] = [];
  const steps = fulfilmentSteps({
    inventory: stock,
    payments: payments.payments,
    notifications: { notify: async (event) => void notified.push(event) },
  });
  const processOrder = new ProcessOrder(orders, { now: () => BUILT_AT }, steps);
  const actor = systemActor('order-processor');
  const process = async (orderId: OrderId) =>
    processOrder.execute({ orderId, actor, correlationId: 'contract' });
  return { process, notified };
}

/**
 * Tests fulfilment with your adapters of all its ports: every order reaches one final state, and stock,
 * payment and notifications agree with it, for every fault of every call beside every concurrent run.
 * `createSubject` returns empty adapters for each scenario.
 */
export function fulfilmentContract(
  functions: TestFunctions,
  createSubject: () => Promise<FulfilmentUnderTest>,
  options: ContractOptions<FulfilmentUnderTest> = {},
): void {
  const { describe, it } = contractSuite('ProcessOrder', functions, createSubject, options);
  describe('fulfilment', () => {
    for (const obstacle of ['none', 'out of stock', 'declined'] as const) {
      for (const call of CALLS.filter((one) => CALLS_BY_OBSTACLE[obstacle].includes(one))) {
        it(`is consistent after every fault of ${call}, obstacle: ${obstacle}`, async (create) => {
          for (const fault of FAULTS) {
            for (const rival of RIVALS) {
              const scenario = { obstacle, call, fault, rival };
              const run = await ScenarioRun.prepare(await create(), obstacle);

              const [finalState, afterRepeat] = await run.execute(scenario);

              const title = `${call}, fault: ${fault}, another run: ${rival}`;
              assertEqual(finalState, expected(scenario), title);
              assertEqual(afterRepeat, expected(scenario), `${title}, repeated`);
            }
          }
        });
      }
    }

    it('reserves and charges nothing for an order that was cancelled before the claim', async (create) => {
      const { orders, stock, payments } = await create();
      await stock.setAvailable('Chips', 10);
      const order = aNewOrder();
      await orders.add({ order, events: [] }, 'hash');
      await orders.save(cancel(order, aChangeContext()));
      const { process, notified } = processor({ orders, stock, payments });

      const { orderId } = order;
      const result = await process(orderId);

      assertEqual(result.order.status, 'CANCELLED', 'status');
      assertEqual(await stock.find('Chips'), { available: 10, reserved: 0, sold: 0 }, 'stock');
      assertEqual(await payments.charged(orderKey(order)), 0, 'charged');
      assertEqual(notified, [], 'notifications');
    });

    it('reserves stock and payment anew for an order that reuses the id of a deleted one', async (create) => {
      const { orders, stock, payments } = await create();
      const { orders: laterOrders } = await create();
      await stock.setAvailable('Chips', 10);
      const first = aNewOrder({ request: chips(1) });
      const { orderId } = first;
      const later = aNewOrder({ orderId, placedAt: BUILT_AT + NINETY_DAYS, request: chips(3) });
      await orders.add({ order: first, events: [] }, 'hash');
      await laterOrders.add({ order: later, events: [] }, 'hash');

      await processor({ orders, stock, payments }).process(orderId);
      const { order } = await processor({ orders: laterOrders, stock, payments }).process(orderId);

      assertEqual(order.status, 'PROCESSED', 'status');
      assertEqual(await stock.find('Chips'), { available: 6, reserved: 0, sold: 4 }, 'stock');
      assertEqual(await payments.charged(orderKey(first)), 200, 'charged for the first order');
      assertEqual(await payments.charged(orderKey(later)), 600, 'charged for the later order');
    });

    it('processes 50 of 200 concurrent orders for 50 pieces, and fails the others', async (create) => {
      const { orders, stock, payments } = await create();
      await stock.setAvailable('Chips', 50);
      const placed = Array.from({ length: 200 }, (_, n) =>
        aNewOrder({ placedAt: BUILT_AT + n * 10, request: chips(1) }),
      );
      await Promise.all(placed.map(async (order) => orders.add({ order, events: [] }, 'hash')));
      const { process, notified } = processor({ orders, stock, payments });

      const results = await Promise.all(placed.map(async ({ orderId }) => process(orderId)));

      const outcomes = results.map(({ order }) =>
        order.status === 'FAILED' ? order.reason : order.status,
      );
      assertEqual(outcomes.filter((outcome) => outcome === 'PROCESSED').length, 50, 'processed');
      assertEqual(
        outcomes.filter((outcome) => outcome === 'OUT_OF_STOCK').length,
        150,
        'out of stock',
      );
      assertEqual(await stock.find('Chips'), { available: 0, reserved: 0, sold: 50 }, 'stock');
      const charges = await Promise.all(
        placed.map(async (order) => payments.charged(orderKey(order))),
      );
      assertEqual(
        charges.reduce((sum, charge) => sum + charge, 0),
        50 * 200,
        'total of the charges',
      );
      assertEqual(notified.length, 200, 'notifications');
    });
  });
}
