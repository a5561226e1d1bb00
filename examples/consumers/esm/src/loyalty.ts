import { parseAmount } from '@snacks/domain';
import { processedOrder, type BusEvent } from './processed-orders.js';

const CENTS_PER_POINT = 100;

/** Gives a customer one point for each whole unit of money in the total of a processed order. */
export class Loyalty {
  private readonly points = new Map<string, number>();
  private readonly seen = new Set<string>();

  /** Delivery is at least once: a repeated event changes nothing. */
  handle(event: BusEvent): void {
    const order = processedOrder(event);
    if (order === undefined || this.seen.has(order.metadata.eventId)) return;
    this.seen.add(order.metadata.eventId);
    const cents = parseAmount(order.totalAmount) ?? 0;
    const points = Math.floor(cents / CENTS_PER_POINT);
    this.points.set(order.customerName, this.of(order.customerName) + points);
  }

  of(customerName: string): number {
    return this.points.get(customerName) ?? 0;
  }
}
