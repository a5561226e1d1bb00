import { Prices, type CatalogueUse } from '../catalogue/prices.js';
import { hasCode } from '../errors.js';
import type { Catalogue } from '../ports/catalogue.js';
import type { Clock } from '../ports/clock.js';

/** How long prices are used without being read again, in milliseconds. */
export const PRICES_KEPT_FOR = 60_000;

interface KeptPrices {
  readonly prices: Prices;
  readonly readAt: number;
}

/**
 * The prices that orders are checked with. It keeps the catalogue for up to a minute, so that placing an
 * order needs no round trip of its own: after a change of a price, an order at the former price is accepted
 * for that long. An order is refused only by a catalogue that was read for it.
 */
export class PriceList {
  private kept: KeptPrices | undefined;

  constructor(
    private readonly catalogue: Catalogue,
    private readonly clock: Clock,
    private readonly use: CatalogueUse,
  ) {}

  /**
   * Runs an action that checks prices. If it throws a `PricesRefusedError` because of kept prices, it runs
   * again with prices that are read now.
   *
   * @throws {PricesRefusedError} if the prices that are read now refuse the order.
   * @throws the error of the catalogue or of the action.
   */
  async withPrices<T>(action: (prices: Prices) => Promise<T>): Promise<T> {
    const kept = this.current();
    if (kept !== undefined) {
      try {
        return await action(kept);
      } catch (error) {
        if (!hasCode(error, 'PRICES_REFUSED')) throw error;
      }
    }
    return action(await this.read());
  }

  /**
   * Reads the prices before an order needs them. Resolves also if the read fails: the next order then reads
   * them, and gets the error.
   */
  async preload(): Promise<void> {
    try {
      await this.read();
    } catch {
      // The prices stay as they were.
    }
  }

  private current(): Prices | undefined {
    const age = this.clock.now() - (this.kept?.readAt ?? -Infinity);
    return age >= 0 && age < PRICES_KEPT_FOR ? this.kept?.prices : undefined;
  }

  private async read(): Promise<Prices> {
    const readAt = this.clock.now(); // before the read: the catalogue is at least that new
    const prices = new Prices(await this.catalogue.read(), this.use);
    this.kept = { prices, readAt };
    return prices;
  }
}
