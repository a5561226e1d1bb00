import pLimit from 'p-limit';
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
import { PieceTransfers } from './piece-transfers.js';
import { RowWriter } from './row-writer.js';
import { StockContendedError } from './stock-contended-error.js';
import { StockFullError } from './stock-full-error.js';
import {
  fenceOf,
  homeRowOf,
  inTransit,
  ROW_NUMBERS,
  sharesOf,
  type RowKey,
  type StockRow,
} from './stock-row.js';
import type { Destination, StockRows } from './stock-rows.js';

/** The maximum number of attempts of a call that conflicts with concurrent changes of the stock. */
const MAX_ATTEMPTS = 20;

/** A row takes no further hold above this size, so that a write of it stays cheap. */
const MAX_ROW_BYTES = 32 * 1_024;

/** The maximum number of orders whose next reservation reads its rows strongly. */
const MAX_OUTDATED = 1_000;

/** A line of an order, with its home row as it was read. */
interface PreparedLine {
  readonly key: RowKey;
  readonly quantity: number;
  readonly seen: StockRow | undefined;
}

/** Where a line of an order comes from; `in other rows`: its home row has too few pieces. */
type Supply = 'held already' | 'in stock' | 'in other rows' | 'unlimited' | 'short';

interface SuppliedLine extends PreparedLine {
  readonly supply: Supply;
}

/**
 * Keeps the stock of each snack in several rows. An order takes its pieces from one of them, its home row;
 * the rows send each other pieces if one has too few. So the last piece is found wherever it lies, and no
 * row is written by all orders.
 *
 * Late calls cannot leak stock. Each row counts the closed orders in its fences. A hold succeeds only if
 * the order's fence has the value that `prepare` has read, and the caller finds the order in no final
 * state after that. A release or sale raises the fence. So a hold either precedes it, and is closed by it,
 * or fails.
 *
 * Throws the errors of the port, `StockContendedError`, `StockFullError`, and the errors of the rows.
 */
export class RowInventory implements Inventory, StockRecords {
  private readonly writer: RowWriter;
  private readonly transfers: PieceTransfers;
  /**
   * Orders that need pieces of other rows take turns, each until it holds them. Otherwise orders for the
   * last pieces would take them out of each other's rows again and again.
   */
  private readonly takeTurns = pLimit(1);
  /** Names that are known to have a stock. */
  private readonly stocked = new Set<string>();
  /** Orders whose last reservation was outdated, perhaps because an eventual read was behind. */
  private readonly outdated = new Set<OrderKey>();

  constructor(
    private readonly rows: StockRows,
    private readonly unknownSnacks: UnknownSnacks,
  ) {
    this.writer = new RowWriter(rows);
    this.transfers = new PieceTransfers(rows);
  }

  async prepare(order: OrderKey, lines: readonly StockLine[]): Promise<Reservation> {
    const wanted = stockLines(lines).map(({ name, quantity }) => ({
      quantity,
      key: homeOf(order, name),
    }));
    const consistency = this.outdated.has(order) ? 'strong' : 'eventual';
    const rows = await this.rows.read(
      wanted.map(({ key }) => key),
      consistency,
    );
    const prepared = wanted.map(({ key, quantity }, n) => ({ key, quantity, seen: rows[n] }));
    return { hold: async () => this.hold(order, prepared) };
  }

  async release(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    await this.close(order, lines, 'available');
  }

  async confirm(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    await this.close(order, lines, 'sold');
  }

  async setAvailable(name: string, quantity: number): Promise<void> {
    if (!isStockQuantity(quantity)) throw new StockQuantityInvalidError();
    const rows = await this.transfers.complete(name);
    const [first = 0, ...others] = sharesOf(quantity);
    await this.rows.setAvailable({ name, row: 0 }, first);
    await Promise.all(
      others.map(async (share, n) => {
        const row = n + 1;
        if (share === 0 && rows[row]?.available === undefined) return;
        await this.rows.setAvailable({ name, row }, share);
      }),
    );
  }

  async find(name: string): Promise<StockLevel | undefined> {
    const rows = await this.transfers.read(name);
    if (rows[0]?.available === undefined) return undefined;
    const present = rows.flatMap((row) => row ?? []);
    const transits = ROW_NUMBERS.flatMap((from) =>
      ROW_NUMBERS.map((to) => inTransit(rows, from, to).pieces),
    );
    return {
      available: sum(present.map(({ available = 0 }) => available)) + sum(transits),
      reserved: sum(present.flatMap(({ held }) => [...held.values()])),
      sold: sum(present.map(({ sold }) => sold)),
    };
  }

  private async hold(order: OrderKey, lines: readonly PreparedLine[]): Promise<ReservationOutcome> {
    const supplied = await Promise.all(
      lines.map(async (line) => ({ ...line, supply: await this.supplyOf(order, line) })),
    );
    const holdAll = async () => this.holdAll(order, supplied);
    const needsOthers = supplied.some(({ supply }) => supply === 'in other rows');
    return needsOthers ? this.takeTurns(holdAll) : holdAll();
  }

  /** Holds the lines. Brings pieces of other rows to the home rows that have too few. */
  private async holdAll(
    order: OrderKey,
    lines: readonly SuppliedLine[],
  ): Promise<ReservationOutcome> {
    const supplies = await Promise.all(
      lines.map(async ({ supply, key, quantity }) =>
        supply === 'in other rows' ? this.transfers.gather(key, order, quantity) : supply,
      ),
    );
    if (supplies.includes('short')) return 'out of stock';
    const held = await Promise.all(
      lines.map(async ({ key, quantity, seen }, n) => {
        if (supplies[n] !== 'in stock') return true;
        if (seen !== undefined && seen.bytes > MAX_ROW_BYTES) {
          throw new StockFullError(key.name, order);
        }
        const fence = seen?.fences.get(fenceOf(order));
        return this.writer.hold(key, { order, quantity, fence });
      }),
    );
    if (held.every(Boolean)) {
      this.outdated.delete(order);
      return 'reserved';
    }
    if (this.outdated.size >= MAX_OUTDATED) this.outdated.clear();
    this.outdated.add(order);
    return 'outdated';
  }

  private async supplyOf(order: OrderKey, { key, quantity, seen }: PreparedLine): Promise<Supply> {
    if (seen?.held.has(order) === true) return 'held already';
    if (seen?.available !== undefined) this.stocked.add(key.name);
    else if (!(await this.isStocked(key.name))) {
      return this.unknownSnacks === 'unlimited' ? 'unlimited' : 'short';
    }
    return (seen?.available ?? 0) >= quantity ? 'in stock' : 'in other rows';
  }

  private async isStocked(name: string): Promise<boolean> {
    const [first] = await this.rows.read([{ name, row: 0 }], 'strong');
    if (first?.available === undefined) return false;
    this.stocked.add(name);
    return true;
  }

  private async close(
    order: OrderKey,
    lines: readonly StockLine[],
    destination: Destination,
  ): Promise<void> {
    await Promise.all(
      stockLines(lines).map(async ({ name, quantity }) => {
        const key = homeOf(order, name);
        // Most sold orders hold what they want, so that no read is needed.
        const isLikelyHeld = destination === 'sold' && this.stocked.has(name);
        if (isLikelyHeld && (await this.writer.close(key, { order, quantity, destination })))
          return;
        await this.closeAsRead(key, order, destination);
      }),
    );
  }

  private async closeAsRead(key: RowKey, order: OrderKey, destination: Destination): Promise<void> {
    if (!this.stocked.has(key.name) && !(await this.isStocked(key.name))) return;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const [row] = await this.rows.read([key], 'strong');
      const quantity = row?.held.get(order);
      const isClosed =
        quantity === undefined
          ? await this.rows.raiseFence(key, order)
          : await this.writer.close(key, { order, quantity, destination });
      if (isClosed) return;
    }
    throw new StockContendedError(order);
  }
}

function homeOf(order: OrderKey, name: string): RowKey {
  return { name, row: homeRowOf(order) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
