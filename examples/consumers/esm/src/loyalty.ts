import { parseAmount } from '@snacks/domain';
import { processedOrder, type BusEvent } from './processed-orders.js';

const CENTS_A_POINT = 100;

/** Gives a point for each whole unit of money that a customer's processed orders came to. */
export class Loyalty {
  private readonly points = new Map<string, number>();
  private readonly seen = new Set<string>();

  /** Events come at least once: one that was seen before changes nothing. */
  react(event: BusEvent): void {
    const order = processedOrder(event);
    if (order === undefined || this.seen.has(order.metadata.eventId)) return;
    this.seen.add(order.metadata.eventId);
    const cents = parseAmount(order.totalAmount) ?? 0;
    const points = Math.floor(cents / CENTS_A_POINT);
    this.points.set(order.customerName, this.of(order.customerName) + points);
  }

  of(customerName: string): number {
    return this.points.get(customerName) ?? 0;
  }
}
