import { ReservationReleasedError, StockQuantityInvalidError } from '../src/fulfilment/errors.js';
import type { OrderId } from '../src/order/order.js';
import {
  stockLines,
  type Inventory,
  type StockLine,
  type UnknownSnacks,
} from '../src/ports/inventory.js';
import { isStockQuantity, type StockLevel, type StockRecords } from '../src/ports/stock-records.js';

type Decision = 'reserved' | 'released' | 'sold';

/** A stock for the domain's own tests: it keeps the promises of its ports. */
export class InMemoryStock implements Inventory, StockRecords {
  protected readonly levels = new Map<string, StockLevel>();
  protected readonly decisions = new Map<OrderId, Decision>();
  private readonly held = new Map<OrderId, readonly StockLine[]>();

  constructor(private readonly unknownSnacks: UnknownSnacks = 'unlimited') {}

  async setAvailable(name: string, quantity: number): Promise<void> {
    if (!isStockQuantity(quantity)) throw new StockQuantityInvalidError();
    this.move(name, { available: quantity - (this.levels.get(name)?.available ?? 0) });
  }

  async find(name: string): Promise<StockLevel | undefined> {
    return this.levels.get(name);
  }

  async reserve(orderId: OrderId, lines: readonly StockLine[]) {
    const decision = this.decisions.get(orderId) ?? this.decide(orderId, stockLines(lines));
    return decision === 'released' ? 'out of stock' : 'reserved';
  }

  async release(orderId: OrderId, _lines: readonly StockLine[]): Promise<void> {
    if (this.decisions.get(orderId) === 'sold') return;
    this.decisions.set(orderId, 'released');
    for (const { name, quantity } of this.letGo(orderId)) {
      this.move(name, { available: quantity, reserved: -quantity });
    }
  }

  async settle(orderId: OrderId, _lines: readonly StockLine[]): Promise<void> {
    if (this.decisions.get(orderId) === 'released') throw new ReservationReleasedError(orderId);
    this.decisions.set(orderId, 'sold');
    for (const { name, quantity } of this.letGo(orderId)) {
      this.move(name, { reserved: -quantity, sold: quantity });
    }
  }

  private decide(orderId: OrderId, wanted: readonly StockLine[]): Decision {
    const limitless = this.unknownSnacks === 'unlimited' ? Infinity : 0;
    const short = wanted.some(
      ({ name, quantity }) => (this.levels.get(name)?.available ?? limitless) < quantity,
    );
    const decision = short ? 'released' : 'reserved';
    this.decisions.set(orderId, decision);
    if (short) return decision;
    const limited = wanted.filter(({ name }) => this.levels.has(name));
    this.held.set(orderId, limited);
    for (const { name, quantity } of limited) {
      this.move(name, { available: -quantity, reserved: quantity });
    }
    return decision;
  }

  private letGo(orderId: OrderId): readonly StockLine[] {
    const held = this.held.get(orderId) ?? [];
    this.held.delete(orderId);
    return held;
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
