import { ORDER_STATUSES, type OrderStatus } from '@snacks/domain';

import type { SeededRandom } from '../world/seeded-random.js';
import { BUSY_TIME, drawCustomer } from './planned-order.js';

/** The plan of a reader: walks through a customer's listing, page by page, and opens each order. */
export interface PlannedReading {
  /** `R` */
  readonly name: string;
  readonly customerId: string;
  /** Milliseconds before each walk, counted from the start of the run or the end of the previous walk. */
  readonly walks: readonly number[];
  /** Lists only orders in this state, if any. */
  readonly status: OrderStatus | undefined;
  /** The maximum number of orders on a page. */
  readonly limit: number;
  /** Milliseconds between two pages. */
  readonly dwell: number;
  /** Whether the reader opens an order's timeline instead of the order. */
  readonly timeline: boolean;
}

/** The share of runs with a reader. */
const SHARE = 0.15;

/** No reader in most runs: reading costs time and changes nothing. */
export function planReadings(random: SeededRandom): readonly PlannedReading[] {
  const sequence = random.sequence('readings');
  if (!sequence.happens(SHARE)) return [];
  const [first, ...others] = ORDER_STATUSES;
  return [
    {
      name: 'R',
      customerId: drawCustomer(sequence, random.seed),
      walks: Array.from({ length: sequence.between(2, 4) }, () =>
        sequence.between(0, sequence.oneOf([500, 5_000, BUSY_TIME])),
      ),
      status: sequence.happens(0.3) ? sequence.oneOf([first, ...others]) : undefined,
      limit: sequence.oneOf([1, 1, 2]),
      dwell: sequence.oneOf([0, 100, 5_000]),
      timeline: sequence.happens(0.3),
    },
  ];
}
