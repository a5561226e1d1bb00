import type { SeededRandom } from '../world/seeded-random.js';
import { EXPIRING_ITEMS, type ExpiringItem } from '../world/expiring-store.js';
import { BUSY_TIME, planOrder, type PlannedOrder } from './planned-order.js';

/** The reuse of an idempotency key after its order has ended and was deleted. */
export interface PlannedReuse {
  /** The name of the order that is deleted. */
  readonly of: string;
  /** Its items, in the sequence of their deletion. */
  readonly items: readonly ExpiringItem[];
  /** Milliseconds between the deletion of the order and of each remaining item. */
  readonly pause: number;
  /** The new order under its key. */
  readonly order: PlannedOrder;
}

/** The share of runs that reuse a key. */
const SHARE = 0.12;

/** No reuse in most runs: it doubles the length of a run. */
export function planReuses(
  random: SeededRandom,
  orders: readonly PlannedOrder[],
  leftOut: ReadonlySet<string>,
): readonly PlannedReuse[] {
  const sequence = random.sequence('reuse');
  const [first, ...others] = orders;
  if (first === undefined || !sequence.happens(SHARE)) return [];
  const { name, key } = sequence.oneOf([first, ...others]);
  const items = [...EXPIRING_ITEMS].sort(() => (sequence.happens(0.5) ? 1 : -1));
  const order = planOrder(`${name} again`, random, true, leftOut);
  return [{ of: name, items, pause: sequence.between(0, BUSY_TIME), order: { ...order, key } }];
}
