import { StockQuantityInvalidError } from '../src/fulfilment/errors.js';
import type { OrderKey } from '../src/order/order-key.js';
import {
  stockLines,
  type Inventory,
  type Reservation,
  type ReservationOutcome,
  type StockLine,
  type UnknownSnacks,
} from '../src/ports/inventory.js';
import { isStockQuantity, type StockLevel, type StockRecords } from '../src/ports/stock-records.js';

/** A stock for the domain's own tests. It passes the contract suite. */
export class InMemoryStock implements Inventory, StockRecords {
  protected readonly levels = new Map<string, StockLevel>();
  private readonly reservations = new Map<OrderKey, readonly StockLine[]>();
  /** The calls of each order that have ended it. */
  protected readonly endings = new Map<OrderKey, number>();

  constructor(private readonly unknownSnacks: UnknownSnacks = 'unlimited') {}

  async setAvailable(name: string, quantity: number): Promise<void> {
    if (!isStockQuantity(quantity)) throw new StockQuantityInvalidError();
    this.move(name, { available: quantity - (this.levels.get(name)?.available ?? 0) });
  }

  async find(name: string): Promise<StockLevel | undefined> {
    return this.levels.get(name);
  }

  async prepare(order: OrderKey, lines: readonly StockLine[]): Promise<Reservation> {
    const before = this.endings.get(order);
    return {
      hold: async () =>
        this.endings.get(order) === before ? this.reserve(order, stockLines(lines)) : 'outdated',
    };
  }

  async release(order: OrderKey, _lines: readonly StockLine[]): Promise<void> {
    for (const { name, quantity } of this.end(order)) {
      this.move(name, { available: quantity, reserved: -quantity });
    }
  }

  async confirm(order: OrderKey, _lines: readonly StockLine[]): Promise<void> {
    for (const { name, quantity } of this.end(order)) {
      this.move(name, { reserved: -quantity, sold: quantity });
    }
  }

  private reserve(order: OrderKey, lines: readonly StockLine[]): ReservationOutcome {
    if (this.reservations.has(order)) return 'reserved';
    const ofUnknown = this.unknownSnacks === 'unlimited' ? Infinity : 0;
    const isShort = lines.some(
      ({ name, quantity }) => (this.levels.get(name)?.available ?? ofUnknown) < quantity,
    );
    if (isShort) return 'out of stock';
    const counted = lines.filter(({ name }) => this.levels.has(name));
    this.reservations.set(order, counted);
    for (const { name, quantity } of counted) {
      this.move(name, { available: -quantity, reserved: quantity });
    }
    return 'reserved';
  }

  private end(order: OrderKey): readonly StockLine[] {
    this.endings.set(order, (this.endings.get(order) ?? 0) + 1);
    const lines = this.reservations.get(order) ?? [];
    this.reservations.delete(order);
    return lines;
  }

  private move(name: string, { available = 0, reserved = 0, sold = 0 }: Partial<StockLevel>): void {
    const level = this.levels.get(name) ?? { available: 0, reserved: 0, sold: 0 };
    this.levels.set(name, {
      available: level.available + available,
      reserved: level.reserved + reserved,
      sold: level.sold + sold,
    });
  }
}
