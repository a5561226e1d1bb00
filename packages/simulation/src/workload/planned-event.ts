import { ORDER_SUBMITTED, type OrderRequest } from '@snacks/domain';

import type { SeededRandom, RandomSequence } from '../world/seeded-random.js';
import { BUSY_TIME, drawCustomer, drawSnacks, requestOf } from './planned-order.js';

/** What can come of an external event. */
const OUTCOMES = ['recorded', 'recorded', 'recorded', 'ordered', 'refused'] as const;

/** An event that an external machine sends. */
export interface PlannedEvent {
  /** `M` or `N`: also its order's customer. */
  readonly name: string;
  /** Milliseconds after the beginning. */
  readonly at: number;
  /** Of its own for each event of a run. */
  readonly source: string;
  readonly type: string;
  readonly payload: object;
  /** `recorded` as it is, `ordered` what it asks for, or recorded with why that was `refused`. */
  readonly outcome: (typeof OUTCOMES)[number];
  /** Under which it is sent; without one, each time it is sent is an event of its own. */
  readonly idempotencyKey: string | undefined;
  /** After so many milliseconds each it is sent once more, whatever the response. */
  readonly repeats: readonly number[];
  /** What somebody places under the event's id as a key, as soon as it is known. */
  readonly taker: (OrderRequest & { readonly customerId: string }) | undefined;
}

/** The share of runs that have external events. */
const SHARE = 0.15;

/** None in most runs: they cost as much as orders. */
export function planEvents(chance: SeededRandom): readonly PlannedEvent[] {
  const draws = chance.of('events');
  if (!draws.happens(SHARE)) return [];
  return draws.oneOf([['M'], ['M'], ['M', 'N']]).map((name) => planEvent(name, chance));
}

function planEvent(name: string, chance: SeededRandom): PlannedEvent {
  const { seed } = chance;
  const draws = chance.of(`event ${name}`);
  const outcome = draws.oneOf(OUTCOMES);
  return {
    name,
    at: draws.between(0, draws.oneOf([2_000, BUSY_TIME])),
    source: `machine-${name}`,
    outcome,
    idempotencyKey: draws.happens(0.6) ? `event-${name}-${seed}` : undefined,
    repeats: draws.happens(0.4) ? [draws.between(0, draws.oneOf([50, 5_000, BUSY_TIME]))] : [],
    taker: drawTaker(chance.of(`taker of ${name}`)),
    ...(outcome === 'recorded'
      ? { type: 'temperature', payload: { value: draws.between(-30, 30), unit: 'celsius' } }
      : { type: ORDER_SUBMITTED, payload: submission() }),
  };

  function drawTaker(of: RandomSequence): PlannedEvent['taker'] {
    if (!of.happens(0.3)) return undefined;
    const request = requestOf(`${name} taker`, drawSnacks(of), 1, false, seed);
    return { ...request, customerId: drawCustomer(of, seed) };
  }

  function submission(): object {
    const request = requestOf(name, drawSnacks(draws), 1, draws.happens(0.2), seed);
    const customerId = drawCustomer(draws, seed);
    // Of an order that is to be refused, the sum is wrong.
    const { totalAmount } = request;
    return { ...request, customerId, totalAmount: totalAmount + (outcome === 'refused' ? 1 : 0) };
  }
}
