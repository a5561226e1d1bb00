/** How many pieces of a snack stand where. */
export interface StockLevel {
  readonly available: number;
  /** Set aside for orders that have not ended. */
  readonly reserved: number;
  readonly sold: number;
}

/** The stock of snacks, as an operator sees and sets it. */
export interface StockRecords {
  /**
   * From now on so many pieces of the snack are to be had; what is reserved and sold stays. A snack
   * that had no record has one now.
   *
   * @throws {StockQuantityInvalidError} where it is not a whole number of pieces.
   */
  setAvailable(name: string, quantity: number): Promise<void>;

  /** The snack's level; `undefined` where nobody keeps a stock of it. */
  find(name: string): Promise<StockLevel | undefined>;
}

/** Whether a value is a number of pieces that a stock can hold. */
export function isStockQuantity(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
