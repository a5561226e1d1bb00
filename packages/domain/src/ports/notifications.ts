import type { OrderEvent } from '../events/order-event.js';

/** Tells people about an order. At least once: whoever reads may be told twice, never not at all. */
export interface Notifications {
  notify(event: OrderEvent): Promise<void>;
}
