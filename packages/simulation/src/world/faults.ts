import type { SeededRandom } from './seeded-random.js';

/**
 * The faults of a call between two parts of the system:
 *
 * - `slow`: its effect or its response is delayed by up to 3 seconds.
 * - `late`: the same by 10 to 200 seconds. Its caller may have given up; it still takes effect.
 * - `refused`: it fails without an effect. Of several events for the bus, some may be accepted.
 * - `lost response`: it takes effect, and the caller gets an error.
 * - `doubled`: it takes effect, and once more later.
 * - `crash before`, `crash after`: the calling process ends, before or after the effect.
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
 * All faults: those of calls, of messages between the bus and a queue, of clocks, and of events that the
 * bus refuses from every sender and on every try, until an operator fixes the bus.
 */
export const FAULTS = [
  ...CALL_FAULTS,
  'message lost',
  'message doubled',
  'clock skew',
  'refused for good',
] as const;

export type Fault = (typeof FAULTS)[number];

/** The faults of one run and their probabilities. */
export interface FaultProfile {
  readonly calls: readonly CallFault[];
  /** The probability that a call has a fault. */
  readonly rate: number;
  /** The maximum delay before a call's effect, and before its response, without a fault, in milliseconds. */
  readonly latency: number;
  readonly messageLost: number;
  readonly messageDoubled: number;
  /** The maximum error of a clock, in milliseconds. */
  readonly clockSkew: number;
  /** The probability that the bus refuses an event for good. */
  readonly refusedForGood: number;
}

const RATES = [0.05, 0.1, 0.2, 0.35, 0.5] as const;

/**
 * Draws the faults of a run: some of the allowed ones, because one kind of fault can hide a bug that another
 * uncovers.
 */
export function drawProfile(random: SeededRandom, allowed: ReadonlySet<Fault>): FaultProfile {
  const sequence = random.sequence('faults');
  const has = (fault: Fault): boolean => sequence.happens(0.5) && allowed.has(fault);
  const calls = CALL_FAULTS.filter(has);
  return {
    calls,
    rate: calls.length === 0 ? 0 : sequence.oneOf(RATES),
    latency: sequence.oneOf([0, 0, 5, 50, 500]),
    messageLost: has('message lost') ? 0.3 : 0,
    messageDoubled: has('message doubled') ? 0.3 : 0,
    clockSkew: has('clock skew') ? sequence.oneOf([5, 2_000, 60_000]) : 0,
    refusedForGood: has('refused for good') ? 0.2 : 0,
  };
}
