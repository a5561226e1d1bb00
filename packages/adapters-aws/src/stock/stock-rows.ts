import type { OrderKey } from '@snacks/domain/ports';
import type { RowKey, StockRow } from './stock-row.js';

/** A hold of an order on a row. */
export interface Hold {
  readonly order: OrderKey;
  readonly quantity: number;
  /** The order's fence as it was read; `undefined` if the row had none. */
  readonly fence: number | undefined;
}

/** Where the pieces that an order holds go when the order is closed. */
export type Destination = 'available' | 'sold';

/** The end of an order's hold on a row. */
export interface Closing {
  readonly order: OrderKey;
  /** The pieces that the order holds. */
  readonly quantity: number;
  readonly destination: Destination;
}

/** The pieces that a row sends to another one. */
export interface Sending {
  readonly to: number;
  readonly pieces: number;
  /** All pieces that were sent to that row before. */
  readonly sentBefore: number;
}

/** The pieces that arrive at a row from another one. */
export interface Arrival {
  readonly from: number;
  /** All pieces that were ever sent. */
  readonly sent: number;
  /** All pieces that arrived before. */
  readonly receivedBefore: number;
}

/**
 * The rows of all stocks. Each write changes one row by one conditional write: it returns `false`, and
 * changes nothing, if its condition does not hold. So a write that is repeated, or that takes effect late,
 * changes nothing.
 */
export interface StockRows {
  /**
   * Reads rows, each `undefined` if there is none. A strong read sees every write that was acknowledged
   * before it; an eventual one may be a moment behind, and costs half.
   */
  read(
    keys: readonly RowKey[],
    consistency: 'strong' | 'eventual',
  ): Promise<readonly (StockRow | undefined)[]>;

  /**
   * Moves available pieces to the holds of different orders. Condition: there are enough pieces, none of
   * the orders has a hold, and each order's fence has its value.
   */
  hold(key: RowKey, holds: readonly Hold[]): Promise<boolean>;

  /** Ends the holds of different orders, and raises their fences. Condition: each order has its hold. */
  close(key: RowKey, closings: readonly Closing[]): Promise<boolean>;

  /** Raises the fence of an order. Condition: the order has no hold. Creates the row if there is none. */
  raiseFence(key: RowKey, order: OrderKey): Promise<boolean>;

  /** Sends available pieces. Condition: there are enough, and none was sent to that row in between. */
  send(key: RowKey, sending: Sending): Promise<boolean>;

  /** Makes the pieces that arrive available. Condition: none arrived from that row in between. */
  receive(key: RowKey, arrival: Arrival): Promise<boolean>;

  /** Sets the available pieces. Creates the row if there is none. */
  setAvailable(key: RowKey, pieces: number): Promise<void>;
}
