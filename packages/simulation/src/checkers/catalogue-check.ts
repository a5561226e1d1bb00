import { parseAmount, toSnackRecord, type Change, type Snack } from '@snacks/domain';
import { sortedByName, type Catalogue } from '@snacks/domain/ports';

import type { InvariantChecker } from './invariant-checker.js';

/** Fills the catalogue of a run, and checks the prices of its orders. */
export class CatalogueCheck {
  private readonly snacks: readonly Snack[];

  constructor(
    private readonly catalogue: Catalogue,
    prices: Readonly<Record<string, number>>,
    private readonly checker: InvariantChecker,
  ) {
    this.snacks = Object.entries(prices).flatMap(([name, decimal]) => {
      const price = parseAmount(decimal);
      return price === undefined ? [] : [{ name, price }];
    });
  }

  /** Puts all snacks of the run on sale. */
  async fill(): Promise<void> {
    for (const snack of this.snacks) await this.catalogue.put(snack);
  }

  /** Whether a response has exactly the snacks of the run, at their prices. */
  isListed(snacks: unknown): boolean {
    const expected = sortedByName(this.snacks).map(toSnackRecord);
    return JSON.stringify(snacks) === JSON.stringify(expected);
  }

  /** A change of an order was stored: its items must have the prices of the catalogue. */
  committed({ order }: Change): void {
    for (const { name, price } of order.snackItems) {
      const expected = this.snacks.find((snack) => snack.name === name)?.price;
      this.checker.assert('priced-by-catalogue', price === expected, () => {
        return `Order ${order.orderId} has ${name} for ${price} cents; the catalogue has ${expected}.`;
      });
    }
  }
}
