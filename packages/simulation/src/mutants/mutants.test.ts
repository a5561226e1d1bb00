import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { SeededRandom } from '../world/seeded-random.js';
import { MUTANTS } from './all-mutants.js';
import type { Mutant } from './mutant.js';
import { drawScenario } from '../world/scenario.js';
import { runSimulation } from '../world/simulation-run.js';

/** The maximum number of seeds to catch a mutant. */
const SEEDS = 1_500;

/** The seed that caught each mutant last. It is run first; others are run only if it fails to catch the mutant. */
const CATCHING_SEEDS = new URL('./catching-seeds.json', import.meta.url);
const known: Record<string, number> = JSON.parse(readFileSync(CATCHING_SEEDS, 'utf8'));

function canCatch({ concerns }: Mutant, seed: number): boolean {
  return (
    concerns === undefined || drawScenario(new SeededRandom(seed), new Set())[concerns].length > 0
  );
}

/** The first seed that catches the mutant, and the invariant that broke. */
async function catchMutant(
  mutant: Mutant,
): Promise<{ seed: number; invariant: string } | undefined> {
  const first = known[mutant.name];
  const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
  for (const seed of first === undefined ? seeds : [first, ...seeds]) {
    if (!canCatch(mutant, seed)) continue;
    const { broken } = await runSimulation({ seed, mutant });
    if (broken !== undefined) return { seed, invariant: broken.invariant };
  }
  return undefined;
}

describe('the invariants', () => {
  it.each(MUTANTS.map((mutant) => ({ bug: mutant.name, mutant })))(
    `catch within ${SEEDS} runs: $bug`,
    async ({ bug, mutant }) => {
      const found = await catchMutant(mutant);

      process.stdout.write(
        `  seed ${found?.seed ?? '-'}: ${found?.invariant ?? 'NOT CAUGHT'}: ${bug}\n`,
      );
      expect(found).toBeDefined();
      if (found !== undefined) known[bug] = found.seed;
    },
    120_000,
  );

  it('catch the mutants with the stored seeds (UPDATE_SEEDS=1 stores the new ones)', () => {
    const text = `${JSON.stringify(known, null, 2)}\n`;
    if (process.env.UPDATE_SEEDS === '1') writeFileSync(CATCHING_SEEDS, text);

    expect(readFileSync(CATCHING_SEEDS, 'utf8')).toBe(text);
  });
});
