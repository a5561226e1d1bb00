import type { Catalogue } from '../ports/catalogue.js';
import { readSnackName } from './put-snack.js';

/** Takes a snack off sale. Orders that were placed before keep it. A repeat changes nothing. */
export class RemoveSnack {
  constructor(private readonly catalogue: Catalogue) {}

  /** @throws {RequestInvalidError} if the name breaks its rule. */
  async execute({ name }: { readonly name: string }): Promise<'removed' | 'unknown'> {
    return this.catalogue.remove(readSnackName(name));
  }
}
