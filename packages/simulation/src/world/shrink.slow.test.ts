import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { MUTANTS } from '../mutants/all-mutants.js';
import { runSimulation, type SimulationOptions } from './simulation-run.js';
import { shrink } from './shrink.js';

const CATCHING_SEEDS = new URL('../mutants/catching-seeds.json', import.meta.url);

/** A run in which the mutant that drops dead letters breaks an invariant. */
function aFailingRun(): SimulationOptions {
  const mutant = MUTANTS.find(({ deadLettersDropped }) => deadLettersDropped);
  const seeds: Record<string, number> = JSON.parse(readFileSync(CATCHING_SEEDS, 'utf8'));
  return { seed: seeds[mutant?.name ?? ''] ?? 0, mutant };
}

describe('a run that breaks an invariant', () => {
  it('shrinks to a shorter one that breaks the same invariant and needs all its parts', async () => {
    const failing = aFailingRun();
    const whole = await runSimulation({ ...failing, keepTimeline: true });

    const { outcome, leftOut } = await shrink(failing);

    expect(whole.broken).toBeDefined();
    expect(outcome.broken?.invariant).toBe(whole.broken?.invariant);
    expect(outcome.timeline.length).toBeLessThan(whole.timeline.length);
    for (const part of outcome.parts.filter((one) => !leftOut.has(one))) {
      const smaller = await runSimulation({ ...failing, leftOut: new Set([...leftOut, part]) });
      expect(smaller.broken?.invariant).not.toBe(whole.broken?.invariant);
    }
  });

  it('shrinks the same way each time', async () => {
    const failing = aFailingRun();

    const first = await shrink(failing);
    const second = await shrink(failing);

    expect(second.outcome.timeline).toEqual(first.outcome.timeline);
  });
});
