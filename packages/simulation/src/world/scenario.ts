import type { SeededRandom } from './seeded-random.js';
import { planEvents, type PlannedEvent } from '../workload/planned-event.js';
import {
  catalogueOf,
  drawStock,
  inRush,
  planOrder,
  type PlannedOrder,
} from '../workload/planned-order.js';
import { planReadings, type PlannedReading } from '../workload/planned-reading.js';
import { planReuses, type PlannedReuse } from '../workload/planned-reuse.js';

/** The initial stock and catalogue of a run, and the plans of everything that acts on the system. */
export interface Scenario {
  readonly stock: Readonly<Record<string, number>>;
  /** The catalogue: decimal prices by the name of the snack. */
  readonly prices: Readonly<Record<string, number>>;
  readonly orders: readonly PlannedOrder[];
  /** In some runs only. */
  readonly events: readonly PlannedEvent[];
  /** In some runs only. */
  readonly readings: readonly PlannedReading[];
  /** In some runs only, and at most one. */
  readonly reuses: readonly PlannedReuse[];
  /** Milliseconds until the faults stop; 0: when the system is idle. */
  readonly faultyFor: number;
}

/** Long enough for the sweeper to find a stuck order and publish its events again during the faults. */
const LONG_TIME = 27 * 60_000;

/** The name of the draw of a rush: many orders of one snack at once, so that their writes are grouped. */
const RUSH = 'rush';

/** The share of runs with a rush. */
const RUSH_SHARE = 0.06;

/** The name of the part of a run that continues the faults while the system is idle. */
const LONG_FAULTS = 'long faults';

/** Draws the scenario of a seed, without the parts that are left out. */
export function drawScenario(random: SeededRandom, leftOut: ReadonlySet<string>): Scenario {
  const sequence = random.sequence('scenario');
  const isRush = random.sequence(RUSH).happens(RUSH_SHARE);
  const stock = drawStock(sequence, random.seed);
  const count = isRush ? sequence.between(5, 9) : sequence.oneOf([1, 1, 1, 2, 2, 3]);
  const isHurried = sequence.happens(0.5);
  const orders = Array.from({ length: count }, (_, index) => {
    const name = String.fromCharCode('A'.charCodeAt(0) + index);
    const order = planOrder(name, random, isHurried, leftOut);
    return isRush ? inRush(order, random.seed) : order;
  });
  const placed = orders.filter(({ name }) => !leftOut.has(orderPart(name)));
  return {
    stock,
    prices: catalogueOf(random.seed),
    orders: placed,
    reuses: planReuses(random, orders, leftOut).filter(
      ({ of }) => !leftOut.has(orderPart(of)) && !leftOut.has(reusePart(of)),
    ),
    events: planEvents(random).filter(({ name }) => !leftOut.has(eventPart(name))),
    readings: planReadings(random).filter(({ name }) => !leftOut.has(readingPart(name))),
    faultyFor: sequence.happens(0.1) && !leftOut.has(LONG_FAULTS) ? LONG_TIME : 0,
  };
}

/** The names of the parts of a scenario that can be left out. */
export function partsOf({ orders, events, readings, reuses, faultyFor }: Scenario): string[] {
  const parts = [
    ...orders.flatMap(({ name, followUps }) => [
      orderPart(name),
      ...followUps.map((followUp) => followUp.name),
    ]),
    ...reuses.flatMap(({ of, order }) => [
      reusePart(of),
      ...order.followUps.map(({ name }) => name),
    ]),
    ...events.map(({ name }) => eventPart(name)),
    ...readings.map(({ name }) => readingPart(name)),
  ];
  return faultyFor > 0 ? [...parts, LONG_FAULTS] : parts;
}

const orderPart = (name: string): string => `order ${name}`;
const reusePart = (name: string): string => `again ${name}`;
const eventPart = (name: string): string => `event ${name}`;
const readingPart = (name: string): string => `reading ${name}`;
