import { Coverage, type Counts } from '../checkers/coverage.js';
import type { Fault } from './faults.js';
import { MUTANTS } from '../mutants/all-mutants.js';
import { runSimulation } from './simulation-run.js';
import type { Backend } from './system.js';

/** Seeds that one worker runs one after the other. */
export interface Batch {
  readonly from: number;
  readonly seeds: number;
  readonly faults: readonly Fault[];
  /** The name of a mutant. @default none */
  readonly mutant?: string;
  readonly store: StoreName;
}

export const STORE_NAMES = ['memory', 'dynamodb'] as const;

export type StoreName = (typeof STORE_NAMES)[number];

export interface BatchResult {
  /** How many seeds were run. */
  readonly seeds: number;
  /** The first seed that broke an invariant, if any; the ones after it were not run. */
  readonly broken?: { readonly seed: number; readonly invariant: string; readonly message: string };
  readonly cells: Counts;
  /** Bytes in use on the heap, after the batch. */
  readonly heapUsed: number;
}

/** Runs seeds until one breaks an invariant. */
export async function runBatch(
  { from, seeds, faults, mutant }: Batch,
  backend: Backend,
): Promise<BatchResult> {
  const coverage = new Coverage();
  const allowed = new Set(faults);
  const found = MUTANTS.find(({ name }) => name === mutant);
  for (let seed = from; seed < from + seeds; seed += 1) {
    const { broken } = await runSimulation({
      seed,
      faults: allowed,
      coverage,
      mutant: found,
      backend,
    });
    if (broken === undefined) continue;
    return {
      seeds: seed - from + 1,
      broken: { seed, invariant: broken.invariant, message: broken.message },
      cells: coverage.cells,
      heapUsed: process.memoryUsage().heapUsed,
    };
  }
  return { seeds, cells: coverage.cells, heapUsed: process.memoryUsage().heapUsed };
}
