import { describe, expect, it } from '@jest/globals';

import { Chance } from './chance.js';
import { MUTANTS } from './mutants/all-mutants.js';
import type { Mutant } from './mutants/mutant.js';
import { drawScenario } from './scenario.js';
import { runSchedule } from './schedule.js';

/** So many seeds may pass before a bug is found. */
const SEEDS = 1_500;

function canMeet({ concerns }: Mutant, seed: number): boolean {
  return concerns === undefined || drawScenario(new Chance(seed), new Set())[concerns].length > 0;
}

/** The first seed under which the bug breaks a promise, and which. */
async function caught(mutant: Mutant): Promise<{ seed: number; promise: string } | undefined> {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    if (!canMeet(mutant, seed)) continue;
    const { broken } = await runSchedule({ seed, mutant });
    if (broken !== undefined) return { seed, promise: broken.promise };
  }
  return undefined;
}

describe('the promises', () => {
  it.each(MUTANTS.map((mutant) => ({ bug: mutant.name, mutant })))(
    `are broken within ${SEEDS} schedules where $bug`,
    async ({ bug, mutant }) => {
      const found = await caught(mutant);

      process.stdout.write(
        `  seed ${found?.seed ?? '-'}: ${found?.promise ?? 'NOT CAUGHT'}: ${bug}\n`,
      );
      expect(found).toBeDefined();
    },
    120_000,
  );
});
