import type { CatalogueSnapshot } from '../catalogue/catalogue.js';
import type { Catalogue } from '../ports/catalogue.js';

/** Lists the snacks on sale, for everyone. */
export class ListSnacks {
  constructor(private readonly catalogue: Catalogue) {}

  async execute(): Promise<CatalogueSnapshot> {
    return this.catalogue.read();
  }
}
