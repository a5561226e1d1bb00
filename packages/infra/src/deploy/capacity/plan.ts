import { estimateMonth, FULL_BATCH, HOURS_A_MONTH, totalOf, type CostItem } from '../cost/cost.js';
import type { MeasuredUsage } from '../cost/order-usage.js';
import type { StageResources } from '../cost/stage-resources.js';
import { ceilingsOf, type Ceiling, type Remedy } from './ceilings.js';

/** What a stage needs for a rate of orders, and what a month at that rate costs. */
export interface CapacityPlan {
  /** Orders per second. */
  readonly rate: number;
  /** All ceilings, the lowest first. */
  readonly ceilings: readonly Ceiling[];
  /** The lowest ceiling on orders: those on recovery are apart. */
  readonly first: Ceiling;
  /** The ceilings below the rate, with what to set or to request. */
  readonly changes: readonly Change[];
  /** The deployment parameters to set, such as `apiRate=500`. */
  readonly parameters: readonly string[];
  /** The lowest ceiling with every parameter at its maximum, and all else raised that can be. */
  readonly hardest: Ceiling;
  /** Stages in accounts of their own that share the orders. */
  readonly cells: number;
  readonly ordersPerMonth: number;
  /** US dollars a month, of all cells, without the users of the API: they do not depend on the rate. */
  readonly costs: readonly CostItem[];
  readonly dollars: number;
}

/** A ceiling below the rate. */
export interface Change {
  readonly ceiling: Ceiling;
  readonly remedy: Remedy;
  /** Whether the remedy is enough for the rate. */
  readonly enough: boolean;
}

/** Plans a stage for a rate of orders per second that lasts the whole month. */
export function planCapacity(
  rate: number,
  usage: MeasuredUsage,
  resources: StageResources,
): CapacityPlan {
  const ceilings = ceilingsOf(usage, resources.limits);
  const blocking = ceilings.filter(({ effect }) => effect !== 'slow recovery');
  const first = lowest(blocking, ({ rate: now }) => now);
  const hardest = lowest(blocking, ({ best }) => best);
  const cells = Math.max(1, Math.ceil(rate / hardest.best));
  const share = rate / cells;
  const ordersPerMonth = rate * HOURS_A_MONTH * 3_600;
  const costs = estimateMonth({
    ordersPerMonth: ordersPerMonth / cells,
    usage,
    resources,
    batch: FULL_BATCH,
  }).map(({ what, dollars }) => ({ what, dollars: dollars * cells }));
  const changes = ceilings
    .filter((ceiling) => ceiling.rate < share)
    .map((ceiling) => changeOf(ceiling, share));
  return {
    rate,
    ceilings,
    first,
    changes,
    parameters: parametersOf(changes),
    hardest,
    cells,
    ordersPerMonth,
    costs,
    dollars: totalOf(costs),
  };
}

/** What to set, to request or to change for a rate: as much as possible, if that is less. */
function changeOf(ceiling: Ceiling, rate: number): Change {
  const enough = rate <= ceiling.best;
  return { ceiling, remedy: ceiling.remedy(enough ? rate : ceiling.best), enough };
}

/** The parameters of some changes. Those of several queues are one parameter. */
function parametersOf(changes: readonly Change[]): readonly string[] {
  const values = new Map<string, string>();
  for (const { remedy } of changes) {
    if (remedy.parameter === undefined) continue;
    const before = values.get(remedy.parameter);
    values.set(remedy.parameter, before === undefined ? remedy.text : `${before},${remedy.text}`);
  }
  return Array.from(values, ([name, value]) => `${name}=${value}`);
}

function lowest(ceilings: readonly Ceiling[], by: (ceiling: Ceiling) => number): Ceiling {
  const [first, ...others] = ceilings;
  if (first === undefined) throw new Error('There are no ceilings.');
  return others.reduce((least, one) => (by(one) < by(least) ? one : least), first);
}
