import { describe, expect, it } from '@jest/globals';
import { RowInventory, type RowKey, type StockRow } from '@snacks/adapters-aws/stock';
import type { ReservationOutcome } from '@snacks/domain/ports';
import { anOrderKey, inventoryContract } from '@snacks/domain/testing';

import { InMemoryStockRows } from './in-memory-stock-rows.js';

describe('a stock in rows', () => {
  inventoryContract({ describe, it }, async (unknownSnacks) => {
    return new RowInventory(new InMemoryStockRows(() => false), unknownSnacks);
  });
});

describe('a stock in rows whose eventual reads are behind every time', () => {
  inventoryContract({ describe, it }, async (unknownSnacks) => {
    return new RowInventory(new InMemoryStockRows(() => true), unknownSnacks);
  });
});

/** Fails a test in which orders go on forever. */
class BoundedStockRows extends InMemoryStockRows {
  private reads = 0;

  constructor(private readonly maxReads: number) {
    super(() => false);
  }

  override async read(
    keys: readonly RowKey[],
    consistency: 'strong' | 'eventual',
  ): Promise<readonly (StockRow | undefined)[]> {
    this.reads += 1;
    if (this.reads > this.maxReads) throw new Error(`More than ${this.maxReads} reads.`);
    return super.read(keys, consistency);
  }
}

async function reserve(stock: RowInventory, quantity: number): Promise<ReservationOutcome> {
  const order = anOrderKey();
  for (;;) {
    const reservation = await stock.prepare(order, [{ name: 'Chips', quantity }]);
    const outcome = await reservation.hold();
    if (outcome !== 'outdated') return outcome;
  }
}

describe('concurrent orders for the last pieces of a stock in rows', () => {
  it('do not take them out of each other’s rows again and again', async () => {
    const stock = new RowInventory(new BoundedStockRows(4 * 80), 'unlimited');
    await stock.setAvailable('Chips', 101);

    // In memory all of them go in step, so that each one may undo what another has just done.
    const outcomes = await Promise.all(
      Array.from({ length: 80 }, async (_order, n) => reserve(stock, 2 + (n % 2))),
    );

    expect(outcomes.filter((outcome) => outcome === 'reserved').length).toBeGreaterThan(33);
  });
});
