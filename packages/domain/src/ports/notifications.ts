import type { OrderEvent } from '../events/order-event.js';

/**
 * Tells people about an order.
 *
 * - At least once: whoever reads may be told twice, never not at all. Two tellings of one event have
 *   the same event id.
 * - An error leaves open whether they were told; telling them again is safe.
 */
export interface Notifications {
  notify(event: OrderEvent): Promise<void>;
}
