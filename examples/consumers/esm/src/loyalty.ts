import { parseAmount } from '@snacks/domain';
import { readBusEvent, type BusEventRefusalCode } from '@snacks/domain/events';

const CENTS_PER_POINT = 100;

/** Gives a customer one point for each whole unit of money in the total of a processed order. */
export class Loyalty {
  private readonly points = new Map<string, number>();
  private readonly seen = new Set<string>();

  /**
   * Handles a message as the bus or a queue delivers it. Delivery is at least once: a repeated event
   * changes nothing.
   *
   * @returns why the message cannot be read; `undefined` if it can.
   */
  handle(message: unknown): BusEventRefusalCode | undefined {
    const { event, refusal } = readBusEvent(message);
    if (refusal !== undefined) return refusal.code;
    if (event.type !== 'Order Processed') return undefined;
    const { customerName, totalAmount, metadata } = event.detail;
    if (this.seen.has(metadata.eventId)) return undefined;
    this.seen.add(metadata.eventId);
    const cents = parseAmount(totalAmount) ?? 0;
    this.points.set(customerName, this.of(customerName) + Math.floor(cents / CENTS_PER_POINT));
    return undefined;
  }

  of(customerName: string): number {
    return this.points.get(customerName) ?? 0;
  }
}
