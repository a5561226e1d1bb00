import type { OrderRequest } from '@snacks/domain';
import { ORDER_SUBMITTED } from '@snacks/domain/events';

import type { SeededRandom, RandomSequence } from '../world/seeded-random.js';
import { BUSY_TIME, drawCustomer, drawSnacks, requestOf } from './planned-order.js';

/** The outcomes of an external event; `recorded` is the most frequent. */
const OUTCOMES = ['recorded', 'recorded', 'recorded', 'ordered', 'refused'] as const;

/** An event that an external machine sends. */
export interface PlannedEvent {
  /** `M` or `N`: also the customer's name of its order. */
  readonly name: string;
  /** Milliseconds after the start of the run. */
  readonly at: number;
  /** Unique in a run. */
  readonly source: string;
  readonly type: string;
  readonly payload: object;
  /** `recorded` as it was sent, `ordered`: its order is placed, `refused`: recorded with the reason. */
  readonly outcome: (typeof OUTCOMES)[number];
  /** The key that it is sent with; without one, each try is an event of its own. */
  readonly idempotencyKey: string | undefined;
  /** Milliseconds after which it is sent once more, after any response. */
  readonly repeats: readonly number[];
  /** An order that another client places, with the event's id as its idempotency key. */
  readonly orderUnderId: (OrderRequest & { readonly customerId: string }) | undefined;
}

/** The share of runs that have external events. */
const SHARE = 0.15;

/** No events in most runs: they cost as much time as orders. */
export function planEvents(random: SeededRandom): readonly PlannedEvent[] {
  const sequence = random.sequence('events');
  if (!sequence.happens(SHARE)) return [];
  return sequence.oneOf([['M'], ['M'], ['M', 'N']]).map((name) => planEvent(name, random));
}

function planEvent(name: string, random: SeededRandom): PlannedEvent {
  const { seed } = random;
  const sequence = random.sequence(`event ${name}`);
  const outcome = sequence.oneOf(OUTCOMES);
  return {
    name,
    at: sequence.between(0, sequence.oneOf([2_000, BUSY_TIME])),
    source: `machine-${name}`,
    outcome,
    idempotencyKey: sequence.happens(0.6) ? `event-${name}-${seed}` : undefined,
    repeats: sequence.happens(0.4)
      ? [sequence.between(0, sequence.oneOf([50, 5_000, BUSY_TIME]))]
      : [],
    orderUnderId: drawOrderUnderId(random.sequence(`reuse of the id of ${name}`)),
    ...(outcome === 'recorded'
      ? { type: 'temperature', payload: { value: sequence.between(-30, 30), unit: 'celsius' } }
      : { type: ORDER_SUBMITTED, payload: submission() }),
  };

  function drawOrderUnderId(ownSequence: RandomSequence): PlannedEvent['orderUnderId'] {
    if (!ownSequence.happens(0.3)) return undefined;
    const request = requestOf(`${name} id`, drawSnacks(ownSequence), 1, false, seed);
    return { ...request, customerId: drawCustomer(ownSequence, seed) };
  }

  function submission(): object {
    const request = requestOf(name, drawSnacks(sequence), 1, sequence.happens(0.2), seed);
    const customerId = drawCustomer(sequence, seed);
    // A wrong sum makes the order invalid.
    const { totalAmount } = request;
    return { ...request, customerId, totalAmount: totalAmount + (outcome === 'refused' ? 1 : 0) };
  }
}
