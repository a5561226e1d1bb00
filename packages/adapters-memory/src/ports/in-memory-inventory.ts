import {
  isStockQuantity,
  StockQuantityInvalidError,
  stockLines,
  type Inventory,
  type OrderKey,
  type Reservation,
  type ReservationOutcome,
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

/** The number of counters of ended orders. Orders share them, which outdates a few reservations in vain. */
const FENCES = 4_096;

/** Keeps the stock in memory. Each write runs to completion synchronously, so writes never overlap. */
export class InMemoryInventory implements Inventory, StockRecords {
  private readonly stocks = new Map<string, Stock>();
  /** How many orders of each counter were confirmed or released. */
  private readonly fences = new Uint32Array(FENCES);

  /** @param unknownSnacks how snacks without a stock record are treated. */
  constructor(private readonly unknownSnacks: UnknownSnacks = 'unlimited') {}

  async prepare(order: OrderKey, lines: readonly StockLine[]): Promise<Reservation> {
    const fence = fenceOf(order);
    const before = this.fences[fence];
    return {
      hold: async () =>
        this.fences[fence] === before ? this.hold(order, stockLines(lines)) : 'outdated',
    };
  }

  async release(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    this.close(order, lines, 'available');
  }

  async confirm(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    this.close(order, lines, 'sold');
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

  private hold(order: OrderKey, wanted: readonly StockLine[]): ReservationOutcome {
    if (wanted.some((line) => this.isShort(order, line))) return 'out of stock';
    for (const { name, quantity } of wanted) {
      const stock = this.stocks.get(name);
      if (stock === undefined || stock.reserved.has(order)) continue;
      stock.available -= quantity;
      stock.reserved.set(order, quantity);
    }
    return 'reserved';
  }

  private isShort(order: OrderKey, { name, quantity }: StockLine): boolean {
    const stock = this.stocks.get(name);
    if (stock === undefined) return this.unknownSnacks === 'refused';
    return stock.available < quantity && !stock.reserved.has(order);
  }

  private close(
    order: OrderKey,
    lines: readonly StockLine[],
    destination: 'available' | 'sold',
  ): void {
    const fence = fenceOf(order);
    this.fences[fence] = (this.fences[fence] ?? 0) + 1;
    for (const { name } of lines) {
      const stock = this.stocks.get(name);
      const quantity = stock?.reserved.get(order);
      if (stock === undefined || quantity === undefined) continue;
      stock.reserved.delete(order);
      stock[destination] += quantity;
    }
  }
}

function fenceOf(order: OrderKey): number {
  let hash = 0;
  for (let n = 0; n < order.length; n += 1) hash = (hash * 31 + order.charCodeAt(n)) | 0;
  return (hash >>> 0) % FENCES;
}
