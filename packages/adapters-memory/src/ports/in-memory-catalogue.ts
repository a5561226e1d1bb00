import type { Snack } from '@snacks/domain';
import {
  EMPTY_CATALOGUE,
  withoutSnack,
  withSnack,
  type Catalogue,
  type CatalogueSnapshot,
} from '@snacks/domain/ports';

/** Keeps the catalogue in memory until the process ends. */
export class InMemoryCatalogue implements Catalogue {
  private current = EMPTY_CATALOGUE;

  /** @param snacks on sale from the start. */
  constructor(snacks: readonly Snack[] = []) {
    for (const snack of snacks) this.current = withSnack(this.current, snack) ?? this.current;
  }

  async read(): Promise<CatalogueSnapshot> {
    return structuredClone(this.current);
  }

  async put(snack: Snack): Promise<'added' | 'changed' | 'unchanged'> {
    const before = this.current;
    const after = withSnack(before, snack);
    if (after === undefined) return 'unchanged';
    this.current = after;
    return after.snacks.length > before.snacks.length ? 'added' : 'changed';
  }

  async remove(name: string): Promise<'removed' | 'unknown'> {
    const after = withoutSnack(this.current, name);
    if (after === undefined) return 'unknown';
    this.current = after;
    return 'removed';
  }
}
