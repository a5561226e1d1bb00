import { ORDER_STATUSES, type OrderStatus } from '@snacks/domain';

import type { SeededRandom } from '../world/seeded-random.js';
import { BUSY_TIME, drawCustomer } from './planned-order.js';

/** Somebody who walks through a customer's listing, page by page, and opens what they find. */
export interface PlannedReading {
  /** `R` */
  readonly name: string;
  readonly customerId: string;
  /** Milliseconds after the beginning, or after the walk before, at which each walk begins. */
  readonly walks: readonly number[];
  /** Only orders in this state. */
  readonly status: OrderStatus | undefined;
  /** Orders on a page. */
  readonly limit: number;
  /** Milliseconds at most that somebody looks at a page. */
  readonly dwell: number;
  /** Whether they open an order's timeline in place of the order. */
  readonly timeline: boolean;
}

/** The share of runs in which somebody reads. */
const SHARE = 0.15;

/** Nobody in most runs: reading costs time, and changes nothing. */
export function planReadings(chance: SeededRandom): readonly PlannedReading[] {
  const draws = chance.of('readings');
  if (!draws.happens(SHARE)) return [];
  const [first, ...others] = ORDER_STATUSES;
  return [
    {
      name: 'R',
      customerId: drawCustomer(draws, chance.seed),
      walks: Array.from({ length: draws.between(2, 4) }, () =>
        draws.between(0, draws.oneOf([500, 5_000, BUSY_TIME])),
      ),
      status: draws.happens(0.3) ? draws.oneOf([first, ...others]) : undefined,
      limit: draws.oneOf([1, 1, 2]),
      dwell: draws.oneOf([0, 100, 5_000]),
      timeline: draws.happens(0.3),
    },
  ];
}
