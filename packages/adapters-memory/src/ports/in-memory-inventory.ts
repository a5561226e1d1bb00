import {
  isStockQuantity,
  ReservationReleasedError,
  StockQuantityInvalidError,
  stockLines,
  type Inventory,
  type OrderKey,
  type StockLevel,
  type StockLine,
  type StockRecords,
  type UnknownSnacks,
} from '@snacks/domain/ports';

/** The stock of one snack. */
interface Stock {
  available: number;
  sold: number;
  readonly reserved: Map<OrderKey, number>;
}

/**
 * Keeps the stock in memory. Each call runs to completion synchronously, so calls never overlap.
 * Decisions on orders are kept until the process ends or {@link expire} removes them.
 */
export class InMemoryInventory implements Inventory, StockRecords {
  private readonly stocks = new Map<string, Stock>();
  private readonly decisions = new Map<OrderKey, 'reserved' | 'released' | 'sold'>();

  /** @param unknownSnacks how snacks without a stock record are treated. */
  constructor(private readonly unknownSnacks: UnknownSnacks = 'unlimited') {}

  async reserve(
    order: OrderKey,
    lines: readonly StockLine[],
  ): Promise<'reserved' | 'out of stock'> {
    const decision = this.decisions.get(order);
    if (decision !== undefined) return decision === 'released' ? 'out of stock' : 'reserved';
    const wanted = stockLines(lines);
    if (wanted.some((line) => this.isShort(line))) {
      this.decisions.set(order, 'released');
      return 'out of stock';
    }
    for (const { name, quantity } of wanted) {
      const stock = this.stocks.get(name);
      if (stock === undefined) continue;
      stock.available -= quantity;
      stock.reserved.set(order, quantity);
    }
    this.decisions.set(order, 'reserved');
    return 'reserved';
  }

  async release(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    if (this.decisions.get(order) === 'sold') return;
    this.decisions.set(order, 'released');
    this.close(order, lines, 'available');
  }

  async confirm(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    if (this.decisions.get(order) === 'released') throw new ReservationReleasedError(order);
    this.decisions.set(order, 'sold');
    this.close(order, lines, 'sold');
  }

  /** Removes the decision on an order, as DynamoDB does when its time to live has passed. */
  expire(order: OrderKey): void {
    this.decisions.delete(order);
  }

  async setAvailable(name: string, quantity: number): Promise<void> {
    if (!isStockQuantity(quantity)) throw new StockQuantityInvalidError();
    const stock = this.stocks.get(name);
    if (stock === undefined) {
      this.stocks.set(name, { available: quantity, sold: 0, reserved: new Map() });
    } else {
      stock.available = quantity;
    }
  }

  async find(name: string): Promise<StockLevel | undefined> {
    const stock = this.stocks.get(name);
    if (stock === undefined) return undefined;
    let reserved = 0;
    for (const quantity of stock.reserved.values()) reserved += quantity;
    return { available: stock.available, reserved, sold: stock.sold };
  }

  private isShort({ name, quantity }: StockLine): boolean {
    const stock = this.stocks.get(name);
    return stock === undefined ? this.unknownSnacks === 'refused' : stock.available < quantity;
  }

  private close(
    order: OrderKey,
    lines: readonly StockLine[],
    destination: 'available' | 'sold',
  ): void {
    for (const { name } of lines) {
      const stock = this.stocks.get(name);
      const quantity = stock?.reserved.get(order);
      if (stock === undefined || quantity === undefined) continue;
      stock.reserved.delete(order);
      stock[destination] += quantity;
    }
  }
}
