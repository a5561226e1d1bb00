import type { OrderKey } from '../order/order-key.js';

/** The state of an order's payment. */
export type PaymentState = 'authorised' | 'declined' | 'captured' | 'refunded';

/** An order's payment in the ledger of the simulated provider. */
export interface PaymentEntry {
  readonly order: OrderKey;
  readonly state: PaymentState;
  /** In cents; 0 if the payment was refunded without an authorisation. */
  readonly amount: number;
  readonly reference: string;
}

/** The ledger of the simulated payment provider: one entry for each order. */
export interface PaymentLedger {
  /**
   * Creates the entry unless the order has one, and returns the order's entry. Of any number of
   * concurrent calls for one order, exactly one creates it.
   */
  open(entry: PaymentEntry): Promise<{ readonly opened: boolean; readonly entry: PaymentEntry }>;

  /**
   * Changes the state of the order's entry to `to` if it is one of `from`, and returns whether it was.
   * The payment has then ended: its entry may be deleted a long time later.
   */
  move(order: OrderKey, from: readonly PaymentState[], to: PaymentState): Promise<boolean>;

  /** The order's entry; `undefined` if it has none. */
  find(order: OrderKey): Promise<PaymentEntry | undefined>;
}
