import type { Order, StockRecords } from '@snacks/domain';

import type { InvariantChecker } from './invariant-checker.js';

/** The stock that a run begins with, and what must hold of it. */
export class StockCheck {
  /** @param quantities how many pieces of each snack there are. */
  constructor(
    private readonly records: StockRecords,
    private readonly quantities: Readonly<Record<string, number>>,
  ) {}

  async fill(): Promise<void> {
    for (const [name, quantity] of Object.entries(this.quantities)) {
      await this.records.setAvailable(name, quantity);
    }
  }

  async holdsSum(checker: InvariantChecker): Promise<void> {
    for (const [name, quantity] of Object.entries(this.quantities)) {
      const level = await this.records.find(name);
      const { available = NaN, reserved = NaN, sold = NaN } = level ?? {};
      const holds = available >= 0 && available + reserved + sold === quantity;
      checker.assert('stock-adds-up', holds, () => {
        return `${name}: ${available} available, ${reserved} reserved, ${sold} sold, of ${quantity}.`;
      });
    }
  }

  /** Nothing is reserved any more, and what is sold are the lines of the PROCESSED orders. */
  async holdsEnd(checker: InvariantChecker, orders: readonly Order[]): Promise<void> {
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
