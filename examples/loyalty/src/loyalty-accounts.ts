import type { OrderKey } from '@snacks/domain/ports';

/** An order of a customer. */
export interface CustomerOrder {
  readonly order: OrderKey;
  readonly customerId: string;
}

/** The points that an order earns. They are the same in every reservation of the order. */
export interface Earning extends CustomerOrder {
  /** A whole number, 0 or more. */
  readonly points: number;
}

/** The points of a customer. */
export interface Balance {
  /** Points of confirmed orders. */
  readonly earned: number;
  /** Points of orders that are neither confirmed nor released. */
  readonly reserved: number;
}

/**
 * The points of customers, as orders earn them. An order reserves its points once, and then confirms or
 * releases them.
 *
 * - Every call is idempotent for an order: repeated, also concurrently, it has no further effect.
 * - Released points stay released: the order never gets points again, however late its reservation or
 *   its confirmation takes effect. This also holds if it is released before it reserves.
 * - Confirmed points stay earned: they are neither reserved nor released again.
 * - A confirmation without a reservation has no effect: an order may have been processed before this
 *   port was in use.
 * - Two orders with the same id, placed at different times, earn points separately.
 * - After an error it is unknown whether the call took effect; repeating it is safe.
 */
export interface LoyaltyAccounts {
  /** Reserves the points of an order for its customer. */
  reserve(earning: Earning): Promise<void>;

  /** Makes the reserved points earned ones. */
  confirm(order: CustomerOrder): Promise<void>;

  /** Gives up the reserved points, if there are any. */
  release(order: CustomerOrder): Promise<void>;

  /** Returns the points of a customer, with the effect of every call that has ended. */
  balance(customerId: string): Promise<Balance>;
}
