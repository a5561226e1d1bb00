import type { OrderEventDetail } from '@snacks/domain/events';

/** That a customer paid for an order, and how much. */
export interface Receipt {
  /** The event that the receipt is made from. It identifies the receipt. */
  readonly eventId: string;
  readonly orderId: string;
  readonly customerName: string;
  /** A decimal amount, such as 9.97. */
  readonly totalAmount: number;
  readonly processedAt: string;
}

/** The archive of receipts. */
export interface Receipts {
  /**
   * Adds a receipt, in one atomic step.
   *
   * @returns `false` if there already is a receipt of this event; nothing changes then.
   */
  add(receipt: Receipt): Promise<boolean>;
}

/** The receipt of a processed order. */
export function receiptOf(order: OrderEventDetail<'Order Processed'>): Receipt {
  const { orderId, customerName, totalAmount, processedAt, metadata } = order;
  const { eventId } = metadata;
  return { eventId, orderId, customerName, totalAmount, processedAt };
}
