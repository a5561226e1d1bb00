import type { OrderKey } from '../order/order-key.js';

/** How an order's payment stands. */
export type PaymentState = 'authorised' | 'declined' | 'captured' | 'refunded';

/** An order's payment in the books of the simulated provider. */
export interface PaymentEntry {
  readonly order: OrderKey;
  readonly state: PaymentState;
  /** In cents; 0 where none was ever authorised. */
  readonly amount: number;
  readonly reference: string;
}

/** The books of the simulated payment provider: one entry for each order. */
export interface PaymentLedger {
  /** Makes an entry, unless the order has one; returns the one that stands. Of calls at once one opens. */
  open(entry: PaymentEntry): Promise<{ readonly opened: boolean; readonly entry: PaymentEntry }>;

  /**
   * Brings the order's entry into a state where it is in one of `from`, and returns whether it was. It
   * ends the payment, which may be forgotten a long time after that.
   */
  move(order: OrderKey, from: readonly PaymentState[], to: PaymentState): Promise<boolean>;

  find(order: OrderKey): Promise<PaymentEntry | undefined>;
}
