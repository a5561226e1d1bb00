/** The pieces of a snack. */
export interface StockLevel {
  readonly available: number;
  /** Reserved for orders that are not in a final state. */
  readonly reserved: number;
  readonly sold: number;
}

/** The stock of snacks, as operators read and set it. */
export interface StockRecords {
  /**
   * Sets the available pieces of a snack; reserved and sold pieces stay as they are. Creates the stock
   * record if the snack has none.
   *
   * @throws {StockQuantityInvalidError} if the quantity is not a whole number of pieces.
   */
  setAvailable(name: string, quantity: number): Promise<void>;

  /** The stock of a snack; `undefined` if it has no stock record. */
  find(name: string): Promise<StockLevel | undefined>;
}

/** Whether a value is a number of pieces: whole, and 0 or more. */
export function isStockQuantity(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
