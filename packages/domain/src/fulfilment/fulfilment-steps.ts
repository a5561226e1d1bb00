import type { Change } from '../order/change.js';
import { orderKey } from '../order/order-key.js';
import type { Inventory } from '../ports/inventory.js';
import type { Notifications } from '../ports/notifications.js';
import { CURRENCY, type Payments } from '../ports/payments.js';
import type { FulfilmentStep } from './fulfilment-step.js';

/** The ports of the fulfilment steps. */
export interface FulfilmentPorts {
  readonly inventory: Inventory;
  readonly payments: Payments;
  readonly notifications: Notifications;
}

/** The fulfilment steps in their order. Only this list defines the order. */
export function fulfilmentSteps(ports: FulfilmentPorts): readonly FulfilmentStep[] {
  return [stockStep(ports), paymentStep(ports), notificationStep(ports)];
}

function stockStep({ inventory }: FulfilmentPorts): FulfilmentStep {
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

function paymentStep({ payments }: FulfilmentPorts): FulfilmentStep {
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

/** Has nothing to reserve, and notifies the customer of the final state. */
function notificationStep({ notifications }: FulfilmentPorts): FulfilmentStep {
  const notify = async ({ events }: Change): Promise<void> => {
    for (const event of events) await notifications.notify(event);
  };
  return { name: 'notification', run: async () => 'done', commit: notify, undo: notify };
}
