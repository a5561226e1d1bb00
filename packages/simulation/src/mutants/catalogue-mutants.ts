import { isCents, type Snack } from '@snacks/domain';

import type { Mutant } from './mutant.js';

/** The same snack for a cent less. */
function cheaper({ name, price }: Snack): readonly Snack[] {
  const less = price - 1;
  return isCents(less) ? [{ name, price: less }] : [];
}

/** Bugs in the check of prices. */
export const CATALOGUE_MUTANTS: readonly Mutant[] = [
  {
    name: 'an order is checked with other prices than those of the catalogue',
    adapters: (adapters) => {
      const catalogue = adapters.catalogue();
      return {
        ...adapters,
        catalogue: () => ({
          put: async (snack) => catalogue.put(snack),
          remove: async (name) => catalogue.remove(name),
          read: async () => {
            const { version, snacks } = await catalogue.read();
            return { version, snacks: snacks.flatMap(cheaper) };
          },
        }),
      };
    },
  },
];
