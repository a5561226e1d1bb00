import type { SeededRandom } from '../world/seeded-random.js';
import { EXPIRING_ITEMS, type ExpiringItem } from '../world/expiring-store.js';
import { BUSY_TIME, planOrder, type PlannedOrder } from './planned-order.js';

/** An order that has ended is deleted, and its idempotency key is used once more. */
export interface PlannedReuse {
  /** Of the order that is deleted. */
  readonly of: string;
  /** Its items, in the order in which they are deleted. */
  readonly items: readonly ExpiringItem[];
  /** Milliseconds between the deletion of the order and that of each item which is still there. */
  readonly pause: number;
  /** What is placed under its key. */
  readonly order: PlannedOrder;
}

/** The share of runs in which a key is used again. */
const SHARE = 0.12;

/** None in most runs: it is a second life for all of the system. */
export function planReuses(
  chance: SeededRandom,
  orders: readonly PlannedOrder[],
  leftOut: ReadonlySet<string>,
): readonly PlannedReuse[] {
  const draws = chance.of('reuse');
  const [first, ...others] = orders;
  if (first === undefined || !draws.happens(SHARE)) return [];
  const { name, key } = draws.oneOf([first, ...others]);
  const items = [...EXPIRING_ITEMS].sort(() => (draws.happens(0.5) ? 1 : -1));
  const order = planOrder(`${name} again`, chance, true, leftOut);
  return [{ of: name, items, pause: draws.between(0, BUSY_TIME), order: { ...order, key } }];
}
