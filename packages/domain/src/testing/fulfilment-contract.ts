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
  Story,
  type Ending,
  type FulfilmentUnderTest,
  type Hindrance,
  type Plot,
} from './fulfilment/story.js';
import { assertEqual, type TestFunctions } from './test-functions.js';

export type { FulfilmentUnderTest } from './fulfilment/story.js';

/** Longer than an order that has ended is kept, in milliseconds. */
const NINETY_DAYS = 90 * 86_400_000;

/** A request for so many bags at 2.00. */
const chips = (quantity: number) => ({
  snackItems: [{ name: 'Chips', quantity, price: 2 }],
  totalAmount: 2 * quantity,
});

/** The calls that are made on the way of an order, by what hinders it. */
const WAYS: Readonly<Record<Hindrance, readonly StepCall[]>> = {
  none: ['reserve', 'authorise', 'confirm', 'capture', 'notify'],
  'out of stock': ['reserve', 'notify', 'refund', 'release'],
  declined: ['reserve', 'authorise', 'notify', 'refund', 'release'],
};

/** What the platform promises: an order ends one way, and everything else is as that way says. */
function promised({ hindrance, call, rival }: Plot): Ending {
  const beforeTheEnd = call === 'reserve' || call === 'authorise';
  const fails = hindrance !== 'none' || (rival === 'is refused' && beforeTheEnd);
  const available = hindrance === 'out of stock' ? 1 : fails ? 10 : 8;
  return {
    status: fails ? 'FAILED' : 'PROCESSED',
    commands: ['place', 'claim', fails ? 'fail' : 'complete'],
    stock: { available, reserved: 0, sold: fails ? 0 : 2 },
    charged: fails ? 0 : 798,
    held: 0,
    told: ['3:0'],
  };
}

/** Processes orders, and keeps what people were told. */
function processor({ orders, stock, payments }: FulfilmentUnderTest) {
  const told: OrderEvent[] = [];
  const steps = fulfilmentSteps({
    inventory: stock,
    payments: payments.payments,
    notifications: { notify: async (event) => void told.push(event) },
  });
  const processOrder = new ProcessOrder(orders, { now: () => BUILT_AT }, steps);
  const actor = systemActor('order-processor');
  const process = async (orderId: OrderId) =>
    processOrder.execute({ orderId, actor, correlationId: 'contract' });
  return { process, told };
}

/**
 * Tests, against adapters of all ports that it works on, that fulfilment leaves every order in one
 * end, with the stock and the charge that belong to it: whichever call goes wrong, in whichever way,
 * whatever another run does meanwhile. `create` gives empty adapters for each story.
 */
export function fulfilmentContract(
  { describe, it }: TestFunctions,
  create: () => Promise<FulfilmentUnderTest>,
): void {
  describe('fulfilment', () => {
    for (const hindrance of ['none', 'out of stock', 'declined'] as const) {
      for (const call of CALLS.filter((one) => WAYS[hindrance].includes(one))) {
        it(`keeps its promise whatever goes wrong: ${call}, hindrance: ${hindrance}`, async () => {
          for (const fault of FAULTS) {
            for (const rival of RIVALS) {
              const plot = { hindrance, call, fault, rival };
              const story = await Story.begin(await create(), hindrance);

              const [ending, replayed] = await story.tell(plot);

              const title = `${call} ${fault}, another run: ${rival}`;
              assertEqual(ending, promised(plot), title);
              assertEqual(replayed, promised(plot), `${title}, replayed`);
            }
          }
        });
      }
    }

    it('takes nothing for an order that was cancelled before it was claimed', async () => {
      const { orders, stock, payments } = await create();
      await stock.setAvailable('Chips', 10);
      const order = aNewOrder();
      await orders.add({ order, events: [] }, 'hash');
      await orders.save(cancel(order, aChangeContext()));
      const { process, told } = processor({ orders, stock, payments });

      const { orderId } = order;
      const result = await process(orderId);

      assertEqual(result.order.status, 'CANCELLED', 'status');
      assertEqual(await stock.find('Chips'), { available: 10, reserved: 0, sold: 0 }, 'stock');
      assertEqual(await payments.charged(orderKey(order)), 0, 'charged');
      assertEqual(told, [], 'told');
    });

    it('takes stock and payment anew for an order with the id of one that was deleted', async () => {
      const { orders, stock, payments } = await create();
      const { orders: afterwards } = await create();
      await stock.setAvailable('Chips', 10);
      const before = aNewOrder({ request: chips(1) });
      const { orderId } = before;
      const later = aNewOrder({ orderId, placedAt: BUILT_AT + NINETY_DAYS, request: chips(3) });
      await orders.add({ order: before, events: [] }, 'hash');
      await afterwards.add({ order: later, events: [] }, 'hash');

      await processor({ orders, stock, payments }).process(orderId);
      const { order } = await processor({ orders: afterwards, stock, payments }).process(orderId);

      assertEqual(order.status, 'PROCESSED', 'status');
      assertEqual(await stock.find('Chips'), { available: 6, reserved: 0, sold: 4 }, 'stock');
      assertEqual(await payments.charged(orderKey(before)), 200, 'charged before');
      assertEqual(await payments.charged(orderKey(later)), 600, 'charged later');
    });

    it('processes 50 of 200 orders at once for 50 pieces, and fails the others', async () => {
      const { orders, stock, payments } = await create();
      await stock.setAvailable('Chips', 50);
      const placed = Array.from({ length: 200 }, () => aNewOrder({ request: chips(1) }));
      await Promise.all(placed.map(async (order) => orders.add({ order, events: [] }, 'hash')));
      const { process, told } = processor({ orders, stock, payments });

      const results = await Promise.all(placed.map(async ({ orderId }) => process(orderId)));

      const ends = results.map(({ order }) =>
        order.status === 'FAILED' ? order.reason : order.status,
      );
      assertEqual(ends.filter((end) => end === 'PROCESSED').length, 50, 'processed');
      assertEqual(ends.filter((end) => end === 'OUT_OF_STOCK').length, 150, 'out of stock');
      assertEqual(await stock.find('Chips'), { available: 0, reserved: 0, sold: 50 }, 'stock');
      const charges = await Promise.all(
        placed.map(async (order) => payments.charged(orderKey(order))),
      );
      assertEqual(
        charges.reduce((sum, charge) => sum + charge, 0),
        50 * 200,
        'charged in all',
      );
      assertEqual(told.length, 200, 'told');
    });
  });
}
