import { ReservationReleasedError, StockQuantityInvalidError } from '../src/fulfilment/errors.js';
import type { OrderKey } from '../src/order/order-key.js';
import {
  stockLines,
  type Inventory,
  type StockLine,
  type UnknownSnacks,
} from '../src/ports/inventory.js';
import { isStockQuantity, type StockLevel, type StockRecords } from '../src/ports/stock-records.js';

type Decision = 'reserved' | 'released' | 'sold';

/** A stock for the domain's own tests. It passes the contract suite. */
export class InMemoryStock implements Inventory, StockRecords {
  protected readonly levels = new Map<string, StockLevel>();
  protected readonly decisions = new Map<OrderKey, Decision>();
  private readonly reservations = new Map<OrderKey, readonly StockLine[]>();

  constructor(private readonly unknownSnacks: UnknownSnacks = 'unlimited') {}

  async setAvailable(name: string, quantity: number): Promise<void> {
    if (!isStockQuantity(quantity)) throw new StockQuantityInvalidError();
    this.move(name, { available: quantity - (this.levels.get(name)?.available ?? 0) });
  }

  async find(name: string): Promise<StockLevel | undefined> {
    return this.levels.get(name);
  }

  async reserve(order: OrderKey, lines: readonly StockLine[]) {
    const decision = this.decisions.get(order) ?? this.decide(order, stockLines(lines));
    return decision === 'released' ? 'out of stock' : 'reserved';
  }

  async release(order: OrderKey, _lines: readonly StockLine[]): Promise<void> {
    if (this.decisions.get(order) === 'sold') return;
    this.decisions.set(order, 'released');
    for (const { name, quantity } of this.removeReservation(order)) {
      this.move(name, { available: quantity, reserved: -quantity });
    }
  }

  async confirm(order: OrderKey, _lines: readonly StockLine[]): Promise<void> {
    if (this.decisions.get(order) === 'released') throw new ReservationReleasedError(order);
    this.decisions.set(order, 'sold');
    for (const { name, quantity } of this.removeReservation(order)) {
      this.move(name, { reserved: -quantity, sold: quantity });
    }
  }

  private decide(order: OrderKey, lines: readonly StockLine[]): Decision {
    const ofUnknown = this.unknownSnacks === 'unlimited' ? Infinity : 0;
    const isShort = lines.some(
      ({ name, quantity }) => (this.levels.get(name)?.available ?? ofUnknown) < quantity,
    );
    const decision = isShort ? 'released' : 'reserved';
    this.decisions.set(order, decision);
    if (isShort) return decision;
    const counted = lines.filter(({ name }) => this.levels.has(name));
    this.reservations.set(order, counted);
    for (const { name, quantity } of counted) {
      this.move(name, { available: -quantity, reserved: quantity });
    }
    return decision;
  }

  private removeReservation(order: OrderKey): readonly StockLine[] {
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
