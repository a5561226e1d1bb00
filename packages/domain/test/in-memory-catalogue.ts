import {
  EMPTY_CATALOGUE,
  withoutSnack,
  withSnack,
  type CatalogueSnapshot,
  type Snack,
} from '../src/catalogue/catalogue.js';
import type { Catalogue } from '../src/ports/catalogue.js';

/** A catalogue for tests, which counts its reads. */
export class InMemoryCatalogue implements Catalogue {
  reads = 0;
  protected current: CatalogueSnapshot = EMPTY_CATALOGUE;

  async read(): Promise<CatalogueSnapshot> {
    this.reads += 1;
    return this.current;
  }

  async put(snack: Snack): Promise<'added' | 'changed' | 'unchanged'> {
    const { current } = this;
    const next = withSnack(current, snack);
    if (next === undefined) return 'unchanged';
    this.current = next;
    return next.snacks.length > current.snacks.length ? 'added' : 'changed';
  }

  async remove(name: string): Promise<'removed' | 'unknown'> {
    const next = withoutSnack(this.current, name);
    if (next === undefined) return 'unknown';
    this.current = next;
    return 'removed';
  }
}
