import type { OrderEvent } from '../events/order-event.js';

/**
 * Notifies people about an order.
 *
 * - At least once: a reader may get a notification twice. Both have the id of the same event.
 * - After an error it is unknown whether the notification was sent; repeating the call is safe.
 */
export interface Notifications {
  notify(event: OrderEvent): Promise<void>;
}
