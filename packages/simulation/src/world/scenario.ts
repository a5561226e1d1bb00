import type { SeededRandom } from './seeded-random.js';
import { planEvents, type PlannedEvent } from '../workload/planned-event.js';
import { drawStock, planOrder, type PlannedOrder } from '../workload/planned-order.js';
import { planReadings, type PlannedReading } from '../workload/planned-reading.js';
import { planReuses, type PlannedReuse } from '../workload/planned-reuse.js';

/** What a run begins with, and what its clients do. */
export interface Scenario {
  readonly stock: Readonly<Record<string, number>>;
  readonly orders: readonly PlannedOrder[];
  /** In some runs only. */
  readonly events: readonly PlannedEvent[];
  /** In some runs only. */
  readonly readings: readonly PlannedReading[];
  /** In some runs only, and one at most. */
  readonly reuses: readonly PlannedReuse[];
  /** Milliseconds for which there are faults, whatever is left to be done; 0 where rest is enough. */
  readonly faultyFor: number;
}

/** Long enough for the sweeper to find an order stuck and send its events again, amid the faults. */
const LONG_TIME = 27 * 60_000;

/** The name of the time for which faults go on although nothing is left to be done. */
const LONG_FAULTS = 'long faults';

/** What the seed lets the clients do, without what is to be left out. */
export function drawScenario(chance: SeededRandom, leftOut: ReadonlySet<string>): Scenario {
  const draws = chance.of('scenario');
  const stock = drawStock(draws, chance.seed);
  const count = draws.oneOf([1, 1, 1, 2, 2, 3]);
  const hurry = draws.happens(0.5);
  const orders = Array.from({ length: count }, (_, index) => {
    const name = String.fromCharCode('A'.charCodeAt(0) + index);
    return planOrder(name, chance, hurry, leftOut);
  });
  const placed = orders.filter(({ name }) => !leftOut.has(orderPart(name)));
  return {
    stock,
    orders: placed,
    reuses: planReuses(chance, orders, leftOut).filter(
      ({ of }) => !leftOut.has(orderPart(of)) && !leftOut.has(reusePart(of)),
    ),
    events: planEvents(chance).filter(({ name }) => !leftOut.has(eventPart(name))),
    readings: planReadings(chance).filter(({ name }) => !leftOut.has(readingPart(name))),
    faultyFor: draws.happens(0.1) && !leftOut.has(LONG_FAULTS) ? LONG_TIME : 0,
  };
}

/** The names of what a scenario consists of and could do without. */
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
