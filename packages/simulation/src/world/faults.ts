import type { SeededRandom } from './seeded-random.js';

/**
 * What can happen to a call between two parts of the system:
 *
 * - `slow`: it takes effect later, or its response comes later: within seconds.
 * - `late`: the same, so much later that whoever waits has given up; it takes effect all the same.
 * - `refused`: it fails and has no effect. Of several events for the bus, some may get through.
 * - `lost response`: it takes effect and fails.
 * - `doubled`: it takes effect, and again later.
 * - `crash before`, `crash after`: the process that makes it ends, before or after its effect.
 */
export const CALL_FAULTS = [
  'slow',
  'late',
  'refused',
  'lost response',
  'doubled',
  'crash before',
  'crash after',
] as const;

export type CallFault = (typeof CALL_FAULTS)[number];

/**
 * What happens beside the calls: to messages between the bus and a queue, to clocks, and to events
 * that the bus will not take, whoever sends them and however often, until an operator mends it.
 */
export const FAULTS = [
  ...CALL_FAULTS,
  'message lost',
  'message doubled',
  'clock skew',
  'refused for good',
] as const;

export type Fault = (typeof FAULTS)[number];

/** Which faults one run has, and how often. */
export interface FaultProfile {
  readonly calls: readonly CallFault[];
  /** The probability that a call has one of them. */
  readonly rate: number;
  /** Milliseconds that any call takes at most, to take effect and to be returned: races need time. */
  readonly latency: number;
  readonly messageLost: number;
  readonly messageDoubled: number;
  /** Milliseconds by which a clock may be wrong. */
  readonly clockSkew: number;
  /** The probability that the bus will never take an event. */
  readonly refusedForGood: number;
}

const RATES = [0.05, 0.1, 0.2, 0.35, 0.5] as const;

/**
 * Each run has some of the allowed faults and lacks the others: a bug that one kind of fault
 * uncovers may be hidden by another.
 */
export function drawProfile(chance: SeededRandom, allowed: ReadonlySet<Fault>): FaultProfile {
  const draws = chance.of('faults');
  const has = (fault: Fault): boolean => draws.happens(0.5) && allowed.has(fault);
  const calls = CALL_FAULTS.filter(has);
  return {
    calls,
    rate: calls.length === 0 ? 0 : draws.oneOf(RATES),
    latency: draws.oneOf([0, 0, 5, 50, 500]),
    messageLost: has('message lost') ? 0.3 : 0,
    messageDoubled: has('message doubled') ? 0.3 : 0,
    clockSkew: has('clock skew') ? draws.oneOf([5, 2_000, 60_000]) : 0,
    refusedForGood: has('refused for good') ? 0.2 : 0,
  };
}
