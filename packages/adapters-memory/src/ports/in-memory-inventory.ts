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
} from '@snacks/domain';

/** The pieces of one snack. */
interface Stock {
  available: number;
  sold: number;
  readonly held: Map<OrderKey, number>;
}

/**
 * The stock of one process. Each call does its whole work at once, so that no two ever overlap. What
 * was decided on an order is kept until the process ends, as the order is.
 */
export class InMemoryInventory implements Inventory, StockRecords {
  private readonly stocks = new Map<string, Stock>();
  private readonly decisions = new Map<OrderKey, 'reserved' | 'released' | 'sold'>();

  /** @param unknownSnacks what a snack is that has no stock yet. */
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
      stock.held.set(order, quantity);
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

  /** Forgets what was decided on an order, as DynamoDB does once the time to live of that is over. */
  expire(order: OrderKey): void {
    this.decisions.delete(order);
  }

  async setAvailable(name: string, quantity: number): Promise<void> {
    if (!isStockQuantity(quantity)) throw new StockQuantityInvalidError();
    const stock = this.stocks.get(name);
    if (stock === undefined) {
      this.stocks.set(name, { available: quantity, sold: 0, held: new Map() });
    } else {
      stock.available = quantity;
    }
  }

  async find(name: string): Promise<StockLevel | undefined> {
    const stock = this.stocks.get(name);
    if (stock === undefined) return undefined;
    let reserved = 0;
    for (const quantity of stock.held.values()) reserved += quantity;
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
      const quantity = stock?.held.get(order);
      if (stock === undefined || quantity === undefined) continue;
      stock.held.delete(order);
      stock[destination] += quantity;
    }
  }
}
