import { runSimulation, type SimulationOptions, type SimulationOutcome } from './simulation-run.js';

/** The maximum number of runs to shrink a failing one. */
const MAX_TRIES = 400;

/** The smallest run found that breaks an invariant. */
export interface Shrunk {
  readonly leftOut: ReadonlySet<string>;
  /** The smaller run's outcome, with its timeline. */
  readonly outcome: SimulationOutcome;
}

/**
 * Shrinks a failing run by delta debugging: leaves out halves of its parts, then smaller and smaller shares,
 * while the run still breaks the same invariant, until it needs every part that is left.
 */
export async function shrink(failing: SimulationOptions): Promise<Shrunk> {
  const original = await runSimulation(failing);
  const invariant = original.broken?.invariant;
  let { parts } = original;
  let leftOut: ReadonlySet<string> = failing.leftOut ?? new Set();
  let tries = 0;

  /** Returns the parts of the run without these, or `undefined` if it does not break the invariant. */
  async function without(share: readonly string[]): Promise<readonly string[] | undefined> {
    tries += 1;
    const outcome = await runSimulation({ ...failing, leftOut: new Set([...leftOut, ...share]) });
    return outcome.broken?.invariant === invariant ? outcome.parts : undefined;
  }

  for (let size = Math.ceil(parts.length / 2); size >= 1 && tries < MAX_TRIES;) {
    let isSmaller = false;
    const candidates = parts.filter((part) => !leftOut.has(part));
    for (let start = 0; start < candidates.length && tries < MAX_TRIES; start += size) {
      const share = candidates.slice(start, start + size);
      const left = await without(share);
      if (left === undefined) continue;
      leftOut = new Set([...leftOut, ...share]);
      parts = left;
      isSmaller = true;
    }
    if (size === 1 && !isSmaller) break;
    size = Math.max(1, Math.floor(size / 2));
  }
  return { leftOut, outcome: await runSimulation({ ...failing, leftOut, keepTimeline: true }) };
}
