import type { Snack } from '../catalogue/catalogue.js';
import { RequestInvalidError } from '../errors.js';
import { parseAmount } from '../order/money.js';
import { ORDER_FIELD_RULES } from '../order/order-field-rules.js';
import type { Catalogue } from '../ports/catalogue.js';
import { issueOf } from '../validation/field-rule.js';
import { normalise } from '../validation/text.js';

/** A snack to put on sale. */
export interface PutSnackCommand {
  readonly name: string;
  /** Of one piece, as a decimal. */
  readonly price: number;
}

/** What a call changed, and the snack as it is on sale now. */
export interface PutSnackResult {
  readonly snack: Snack;
  readonly outcome: 'added' | 'changed' | 'unchanged';
}

/** Puts a snack on sale, or changes its price. Orders that were placed before keep their prices. */
export class PutSnack {
  constructor(private readonly catalogue: Catalogue) {}

  /**
   * @throws {RequestInvalidError} if the name or the price breaks its rule.
   * @throws {CatalogueFullError} if the catalogue has its maximum number of snacks.
   */
  async execute({ name, price }: PutSnackCommand): Promise<PutSnackResult> {
    const cents = parseAmount(price);
    if (cents === undefined || !ORDER_FIELD_RULES.price.accepts(price)) {
      throw new RequestInvalidError([issueOf('price', ORDER_FIELD_RULES.price)]);
    }
    const snack = { name: readSnackName(name), price: cents };
    return { snack, outcome: await this.catalogue.put(snack) };
  }
}

/**
 * The name of a snack as orders have it.
 *
 * @throws {RequestInvalidError} if it breaks its rule.
 */
export function readSnackName(name: string): string {
  if (ORDER_FIELD_RULES.name.accepts(name)) return normalise(name);
  throw new RequestInvalidError([issueOf('name', ORDER_FIELD_RULES.name)]);
}
