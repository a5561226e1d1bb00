import { runSchedule, type ScheduleOptions, type ScheduleOutcome } from './schedule.js';

/** So many schedules are tried at most to make one smaller. */
const MOST_TRIES = 400;

/** A schedule that breaks a promise, with as little in it as could be found. */
export interface Shrunk {
  readonly leftOut: ReadonlySet<string>;
  /** The smaller schedule's outcome, with its timeline. */
  readonly outcome: ScheduleOutcome;
}

/**
 * Leaves out of a schedule whatever it does not need to break the same promise: halves of its parts,
 * then smaller and smaller shares, as delta debugging does, until no single one can go.
 */
export async function shrink(failing: ScheduleOptions): Promise<Shrunk> {
  const whole = await runSchedule(failing);
  const promise = whole.broken?.promise;
  let { parts } = whole;
  let leftOut: ReadonlySet<string> = failing.leftOut ?? new Set();
  let tries = 0;

  /** The parts of the schedule without these, where it still breaks the promise. */
  async function without(share: readonly string[]): Promise<readonly string[] | undefined> {
    tries += 1;
    const outcome = await runSchedule({ ...failing, leftOut: new Set([...leftOut, ...share]) });
    return outcome.broken?.promise === promise ? outcome.parts : undefined;
  }

  for (let size = Math.ceil(parts.length / 2); size >= 1 && tries < MOST_TRIES;) {
    let anyGone = false;
    const candidates = parts.filter((part) => !leftOut.has(part));
    for (let start = 0; start < candidates.length && tries < MOST_TRIES; start += size) {
      const share = candidates.slice(start, start + size);
      const left = await without(share);
      if (left === undefined) continue;
      leftOut = new Set([...leftOut, ...share]);
      parts = left;
      anyGone = true;
    }
    if (size === 1 && !anyGone) break;
    size = Math.max(1, Math.floor(size / 2));
  }
  return { leftOut, outcome: await runSchedule({ ...failing, leftOut, told: true }) };
}
