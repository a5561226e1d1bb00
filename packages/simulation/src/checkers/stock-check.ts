import type { Order } from '@snacks/domain';
import {
  stockLines,
  type ReservationOutcome,
  type StockLine,
  type StockRecords,
} from '@snacks/domain/ports';

import type { InvariantChecker } from './invariant-checker.js';

/** The fewest pieces of each snack that were available during a call. */
type Lows = Map<string, number>;

/** Fills the stock of a run, and checks its invariants. */
export class StockCheck {
  private readonly watches = new Set<Lows>();

  /** @param quantities the pieces of each snack. */
  constructor(
    private readonly records: StockRecords,
    private readonly quantities: Readonly<Record<string, number>>,
  ) {}

  /** Stores the pieces that the run begins with. */
  async fill(): Promise<void> {
    for (const [name, quantity] of Object.entries(this.quantities)) {
      await this.records.setAvailable(name, quantity);
    }
  }

  /** Checks that no piece was lost or added. */
  async assertSum(checker: InvariantChecker): Promise<void> {
    for (const [name, quantity] of Object.entries(this.quantities)) {
      const level = await this.records.find(name);
      const { available = NaN, reserved = NaN, sold = NaN } = level ?? {};
      const holds = available >= 0 && available + reserved + sold === quantity;
      checker.assert('stock-adds-up', holds, () => {
        return `${name}: ${available} available, ${reserved} reserved, ${sold} sold, of ${quantity}.`;
      });
      for (const lows of this.watches) lower(lows, name, available);
    }
  }

  /** Checks that a hold finds too few pieces only if there were too few at some time during the call. */
  async assertShort(
    checker: InvariantChecker,
    lines: readonly StockLine[],
    hold: () => Promise<ReservationOutcome>,
  ): Promise<ReservationOutcome> {
    const lows: Lows = new Map();
    this.watches.add(lows);
    await this.observe(lines, lows);
    const outcome = await hold();
    await this.observe(lines, lows);
    this.watches.delete(lows);
    if (outcome === 'out of stock') {
      const wasShort = stockLines(lines).some(
        ({ name, quantity }) => (lows.get(name) ?? Infinity) < quantity,
      );
      checker.assert('last-piece-found', wasShort, () => {
        return `An order was out of stock, with at least ${JSON.stringify([...lows])} available.`;
      });
    }
    return outcome;
  }

  private async observe(lines: readonly StockLine[], lows: Lows): Promise<void> {
    for (const { name } of lines) {
      const level = await this.records.find(name);
      if (level !== undefined) lower(lows, name, level.available);
    }
  }

  /** Checks that nothing is reserved, and that exactly the lines of the PROCESSED orders are sold. */
  async assertFinalState(checker: InvariantChecker, orders: readonly Order[]): Promise<void> {
    for (const name of Object.keys(this.quantities)) {
      const level = await this.records.find(name);
      const expected = orders
        .filter(({ status }) => status === 'PROCESSED')
        .flatMap(({ snackItems }) => snackItems)
        .filter((line) => line.name === name)
        .reduce((sum, { quantity }) => sum + quantity, 0);
      const holds = level?.reserved === 0 && level.sold === expected;
      checker.assert('ends-carried-out', holds, () => {
        return `${name}: ${level?.reserved} still reserved, ${level?.sold} sold instead of ${expected}.`;
      });
    }
  }
}

function lower(lows: Lows, name: string, available: number): void {
  lows.set(name, Math.min(available, lows.get(name) ?? available));
}
