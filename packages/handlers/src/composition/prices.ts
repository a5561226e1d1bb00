import type { CatalogueUse } from '@snacks/domain';
import { PriceList } from '@snacks/domain/use-cases';

import { SystemClock } from './node-adapters.js';
import type { Adapters, Providers, Services } from './ports.js';

/** Provides the prices that orders are checked with, over the catalogue. */
export function prices(
  use: CatalogueUse,
  {
    catalogue,
    clock = () => new SystemClock(),
  }: Pick<Adapters, 'catalogue'> & Partial<Pick<Adapters, 'clock'>>,
): Providers<Pick<Services, 'priceList'>> {
  return { priceList: () => new PriceList(catalogue(), clock(), use) };
}
