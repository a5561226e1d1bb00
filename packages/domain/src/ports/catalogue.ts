import type { CatalogueSnapshot, Snack } from '../catalogue/catalogue.js';

/**
 * Keeps the snacks on sale and their prices.
 *
 * - `read` returns the whole catalogue, with every change that succeeded before the call.
 * - Each change raises the version by one. A call that changes nothing keeps the version.
 * - No change is lost, however many callers change the catalogue concurrently.
 * - A catalogue that was never changed is empty and has version 0.
 */
export interface Catalogue {
  read(): Promise<CatalogueSnapshot>;
  /**
   * Puts a snack on sale, or changes its price.
   *
   * @throws {CatalogueFullError} if the catalogue has `LIMITS.catalogueSnacks` other snacks.
   * @throws {CatalogueContendedError} if concurrent changes won every attempt.
   */
  put(snack: Snack): Promise<'added' | 'changed' | 'unchanged'>;
  /**
   * Takes a snack off sale.
   *
   * @throws {CatalogueContendedError} if concurrent changes won every attempt.
   */
  remove(name: string): Promise<'removed' | 'unknown'>;
}
