import { PricesRefusedError } from '../errors.js';
import { toDecimal, type Cents } from '../order/money.js';
import type { SnackItem } from '../order/order.js';
import type { FieldIssue } from '../validation/field-rule.js';
import type { CatalogueSnapshot } from './catalogue.js';

/** Every use of the catalogue. */
export const CATALOGUE_USES = ['optional', 'required'] as const;

/**
 * How orders use the catalogue: `optional` lets the customer set the price of a snack that it does not
 * have, `required` refuses such a snack.
 */
export type CatalogueUse = (typeof CATALOGUE_USES)[number];

/** The prices of one catalogue, for the check of orders. */
export class Prices {
  private readonly byName: ReadonlyMap<string, Cents>;

  constructor(
    { snacks }: CatalogueSnapshot,
    private readonly use: CatalogueUse,
  ) {
    this.byName = new Map(snacks.map(({ name, price }) => [name, price]));
  }

  /**
   * Checks the prices of an order's items.
   *
   * @param agreed the items of the order so far. A line of the same snack at the same price, and of no
   *   more pieces, keeps its price.
   * @throws {PricesRefusedError} with an issue for each item that has another price than in the
   *   catalogue, or is not in it although it has to be.
   */
  check(items: readonly SnackItem[], agreed: readonly SnackItem[] = []): void {
    const issues = items.flatMap((item, index) =>
      agreed.some((line) => covers(line, item)) ? [] : this.issuesOf(item, `snackItems[${index}]`),
    );
    if (issues.length > 0) throw new PricesRefusedError(issues);
  }

  private issuesOf({ name, price }: SnackItem, path: string): readonly FieldIssue[] {
    const expected = this.byName.get(name);
    if (expected === price) return [];
    if (expected !== undefined) {
      const message = `must be ${toDecimal(expected)}, the price in the catalogue`;
      return [{ field: `${path}.price`, code: 'PRICE_MISMATCH', message }];
    }
    if (this.use === 'optional') return [];
    const message = 'must be the name of a snack in the catalogue';
    return [{ field: `${path}.name`, code: 'SNACK_UNKNOWN', message }];
  }
}

function covers(line: SnackItem, item: SnackItem): boolean {
  return line.name === item.name && line.price === item.price && line.quantity >= item.quantity;
}
