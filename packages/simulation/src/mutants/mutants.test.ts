import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { SeededRandom } from '../world/seeded-random.js';
import { MUTANTS } from './all-mutants.js';
import type { Mutant } from './mutant.js';
import { drawScenario } from '../world/scenario.js';
import { runSimulation } from '../world/simulation-run.js';

/** So many seeds may pass before a bug is found. */
const SEEDS = 1_500;

/** The seed by which each bug was found last: it is tried first, and others only where it is in vain. */
const CATCHING = new URL('./catching-seeds.json', import.meta.url);
const known: Record<string, number> = JSON.parse(readFileSync(CATCHING, 'utf8'));

function canMeet({ concerns }: Mutant, seed: number): boolean {
  return (
    concerns === undefined || drawScenario(new SeededRandom(seed), new Set())[concerns].length > 0
  );
}

/** The first seed under which the bug breaks an invariant, and which. */
async function caught(mutant: Mutant): Promise<{ seed: number; invariant: string } | undefined> {
  const first = known[mutant.name];
  const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
  for (const seed of first === undefined ? seeds : [first, ...seeds]) {
    if (!canMeet(mutant, seed)) continue;
    const { broken } = await runSimulation({ seed, mutant });
    if (broken !== undefined) return { seed, invariant: broken.invariant };
  }
  return undefined;
}

describe('the invariants', () => {
  it.each(MUTANTS.map((mutant) => ({ bug: mutant.name, mutant })))(
    `are broken within ${SEEDS} runs where $bug`,
    async ({ bug, mutant }) => {
      const found = await caught(mutant);

      process.stdout.write(
        `  seed ${found?.seed ?? '-'}: ${found?.invariant ?? 'NOT CAUGHT'}: ${bug}\n`,
      );
      expect(found).toBeDefined();
      if (found !== undefined) known[bug] = found.seed;
    },
    120_000,
  );

  it('were broken by the seeds that are written down (UPDATE_SEEDS=1 writes them anew)', () => {
    const text = `${JSON.stringify(known, null, 2)}\n`;
    if (process.env.UPDATE_SEEDS === '1') writeFileSync(CATCHING, text);

    expect(readFileSync(CATCHING, 'utf8')).toBe(text);
  });
});
