import { describe, expect, it } from '@jest/globals';

import { MUTANTS } from '../mutants/all-mutants.js';
import { runSimulation, type SimulationOptions } from './simulation-run.js';
import { shrink } from './shrink.js';

/** The first run in which the mutant that drops dead letters breaks an invariant. */
async function aFailingRun(): Promise<SimulationOptions> {
  const mutant = MUTANTS.find(({ deadLettersDropped }) => deadLettersDropped);
  for (let seed = 1; ; seed += 1) {
    const { broken } = await runSimulation({ seed, mutant });
    if (broken !== undefined) return { seed, mutant };
  }
}

describe('a run that breaks an invariant', () => {
  it('shrinks to a shorter one that breaks the same invariant and needs all its parts', async () => {
    const failing = await aFailingRun();
    const whole = await runSimulation({ ...failing, keepTimeline: true });

    const { outcome, leftOut } = await shrink(failing);

    expect(outcome.broken?.invariant).toBe(whole.broken?.invariant);
    expect(outcome.timeline.length).toBeLessThan(whole.timeline.length);
    for (const part of outcome.parts.filter((one) => !leftOut.has(one))) {
      const smaller = await runSimulation({ ...failing, leftOut: new Set([...leftOut, part]) });
      expect(smaller.broken?.invariant).not.toBe(whole.broken?.invariant);
    }
  });

  it('shrinks the same way each time', async () => {
    const failing = await aFailingRun();

    const first = await shrink(failing);
    const second = await shrink(failing);

    expect(second.outcome.timeline).toEqual(first.outcome.timeline);
  });
});
