import { runSimulation, type SimulationOptions, type SimulationOutcome } from './simulation-run.js';

/** So many runs are tried at most to make one smaller. */
const MAX_TRIES = 400;

/** A run that breaks an invariant, with as little in it as could be found. */
export interface Shrunk {
  readonly leftOut: ReadonlySet<string>;
  /** The smaller run's outcome, with its timeline. */
  readonly outcome: SimulationOutcome;
}

/**
 * Leaves out of a run whatever it does not need to break the same invariant: halves of its parts,
 * then smaller and smaller shares, as delta debugging does, until no single one can go.
 */
export async function shrink(failing: SimulationOptions): Promise<Shrunk> {
  const whole = await runSimulation(failing);
  const invariant = whole.broken?.invariant;
  let { parts } = whole;
  let leftOut: ReadonlySet<string> = failing.leftOut ?? new Set();
  let tries = 0;

  /** The parts of the run without these, where it still breaks the invariant. */
  async function without(share: readonly string[]): Promise<readonly string[] | undefined> {
    tries += 1;
    const outcome = await runSimulation({ ...failing, leftOut: new Set([...leftOut, ...share]) });
    return outcome.broken?.invariant === invariant ? outcome.parts : undefined;
  }

  for (let size = Math.ceil(parts.length / 2); size >= 1 && tries < MAX_TRIES;) {
    let anyGone = false;
    const candidates = parts.filter((part) => !leftOut.has(part));
    for (let start = 0; start < candidates.length && tries < MAX_TRIES; start += size) {
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
  return { leftOut, outcome: await runSimulation({ ...failing, leftOut, told: true }) };
}
