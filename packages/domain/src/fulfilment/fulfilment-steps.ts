import type { Change } from '../order/change.js';
import { orderKey } from '../order/order-key.js';
import type { Inventory } from '../ports/inventory.js';
import type { Notifications } from '../ports/notifications.js';
import { CURRENCY, type Payments } from '../ports/payments.js';
import type { FulfilmentStep } from './fulfilment-step.js';

/** What the steps of fulfilment work on. */
export interface FulfilmentPorts {
  readonly inventory: Inventory;
  readonly payments: Payments;
  readonly notifications: Notifications;
}

/**
 * The steps between NEW and PROCESSED, in their order: this list is the only place that knows it. A
 * further step is one more function and one more line.
 */
export function fulfilmentSteps(ports: FulfilmentPorts): readonly FulfilmentStep[] {
  return [takeFromStock(ports), takePayment(ports), notifyCustomer(ports)];
}

function takeFromStock({ inventory }: FulfilmentPorts): FulfilmentStep {
  return {
    name: 'stock',
    run: async (order) =>
      (await inventory.reserve(orderKey(order), order.snackItems)) === 'reserved'
        ? 'done'
        : 'OUT_OF_STOCK',
    commit: async ({ order }) => inventory.confirm(orderKey(order), order.snackItems),
    undo: async ({ order }) => inventory.release(orderKey(order), order.snackItems),
  };
}

function takePayment({ payments }: FulfilmentPorts): FulfilmentStep {
  return {
    name: 'payment',
    run: async (order) => {
      const { totalAmount, customerId } = order;
      const { outcome } = await payments.authorise({
        order: orderKey(order),
        amount: totalAmount,
        currency: CURRENCY,
        ...(customerId !== undefined && { customerId }),
      });
      return outcome === 'authorised' ? 'done' : 'PAYMENT_DECLINED';
    },
    commit: async ({ order }) => payments.capture(orderKey(order)),
    undo: async ({ order }) => payments.refund(orderKey(order)),
  };
}

/** Has nothing to set aside: people are told of the end, whichever it is. */
function notifyCustomer({ notifications }: FulfilmentPorts): FulfilmentStep {
  const tell = async ({ events }: Change): Promise<void> => {
    for (const event of events) await notifications.notify(event);
  };
  return { name: 'notification', run: async () => 'done', commit: tell, undo: tell };
}
