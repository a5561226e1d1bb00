import type { Change } from '../order/change.js';
import { orderKey } from '../order/order-key.js';
import type { Inventory, ReservationOutcome } from '../ports/inventory.js';
import type { Notifications } from '../ports/notifications.js';
import { CURRENCY, type Payments } from '../ports/payments.js';
import type { FulfilmentStep, PortsOf, StepOutcome, StepWords } from './fulfilment-step.js';

/** What clients read about the steps of the platform. */
export const FULFILMENT_WORDS = {
  stock: { committed: 'sold', undone: 'released', refused: 'out of stock' },
  payment: { committed: 'captured', undone: 'not taken', refused: 'declined' },
} as const satisfies Readonly<Record<string, StepWords>>;

/** Takes the payment of the order. */
export function paymentStep({ payments }: { readonly payments: Payments }): FulfilmentStep {
  return {
    name: 'payment',
    words: FULFILMENT_WORDS.payment,
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

/** Sells the items of the order. */
export function stockStep({ inventory }: { readonly inventory: Inventory }): FulfilmentStep {
  return {
    name: 'stock',
    words: FULFILMENT_WORDS.stock,
    prepare: async (order) => {
      const reservation = await inventory.prepare(orderKey(order), order.snackItems);
      return async () => STOCK_OUTCOMES[await reservation.hold()];
    },
    commit: async ({ order }) => inventory.confirm(orderKey(order), order.snackItems),
    undo: async ({ order }) => inventory.release(orderKey(order), order.snackItems),
  };
}

const STOCK_OUTCOMES = {
  reserved: 'done',
  outdated: 'outdated',
  'out of stock': 'OUT_OF_STOCK',
} as const satisfies Readonly<Record<ReservationOutcome, StepOutcome>>;

/** Has nothing to reserve, and notifies the customer of the final state. */
export function notificationStep({
  notifications,
}: {
  readonly notifications: Notifications;
}): FulfilmentStep {
  const notify = async ({ events }: Change): Promise<void> => {
    for (const event of events) await notifications.notify(event);
  };
  return { name: 'notification', commit: notify, undo: notify };
}

/**
 * The steps of the platform, in the order in which they run. The payment is authorised first: while the
 * provider is down, no order reserves stock.
 */
export const FULFILMENT_STEPS = [paymentStep, stockStep, notificationStep] as const;

/** The ports of the steps of the platform. */
export type FulfilmentPorts = PortsOf<typeof FULFILMENT_STEPS>;

/** Creates the steps of the platform. */
export function fulfilmentSteps(ports: FulfilmentPorts): readonly FulfilmentStep[] {
  return FULFILMENT_STEPS.map((create) => create(ports));
}
