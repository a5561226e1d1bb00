import { describe, expect, it } from '@jest/globals';
import type { OrderKey } from '../order/order-key.js';
import type { Reservation, StockLine } from '../ports/inventory.js';
import { aBrokenGuarantee, failuresOf } from '../../test/contract-failures.js';
import { InMemoryStock } from '../../test/in-memory-stock.js';
import { inventoryContract } from './inventory-contract.js';

inventoryContract({ describe, it }, async (unknownSnacks) => new InMemoryStock(unknownSnacks));

class ForgetsEndings extends InMemoryStock {
  override async confirm(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    await super.confirm(order, lines);
    this.endings.delete(order);
  }
  override async release(order: OrderKey, lines: readonly StockLine[]): Promise<void> {
    await super.release(order, lines);
    this.endings.delete(order);
  }
}

class SellsItsLastPieceNever extends InMemoryStock {
  override async prepare(order: OrderKey, lines: readonly StockLine[]): Promise<Reservation> {
    const levels = await Promise.all(lines.map(async ({ name }) => this.find(name)));
    const isLast = levels.some((level, n) => level?.available === lines[n]?.quantity);
    return isLast ? { hold: async () => 'out of stock' } : super.prepare(order, lines);
  }
}

class IsOutdatedEachTime extends InMemoryStock {
  override async prepare(): Promise<Reservation> {
    return { hold: async () => 'outdated' };
  }
}

describe('the contract suite of an inventory', () => {
  it('detects a stock that reserves nothing, however often it is asked', async () => {
    const failures = await failuresOf((functions) =>
      inventoryContract(functions, async (unknown) => new IsOutdatedEachTime(unknown)),
    );

    expect(failures).toContainEqual(
      aBrokenGuarantee('Inventory', 'reserves all lines of an order'),
    );
  });

  it('detects a stock in which an order reserves after its end', async () => {
    const failures = await failuresOf((functions) =>
      inventoryContract(functions, async (unknown) => new ForgetsEndings(unknown)),
    );

    expect(failures).toEqual(
      expect.arrayContaining([
        aBrokenGuarantee(
          'Inventory',
          'reserves nothing by a hold that was prepared before the release',
        ),
        aBrokenGuarantee(
          'Inventory',
          'reserves nothing by a hold that was prepared before the sale',
        ),
      ]),
    );
  });

  it('detects a stock that does not find its last pieces', async () => {
    const failures = await failuresOf((functions) =>
      inventoryContract(functions, async (unknown) => new SellsItsLastPieceNever(unknown)),
    );

    expect(failures).toContainEqual(
      aBrokenGuarantee(
        'Inventory',
        'finds the last pieces of a snack, however many orders have reserved the others',
      ),
    );
  });
});
