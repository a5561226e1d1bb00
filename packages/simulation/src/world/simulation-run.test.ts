import { describe, expect, it } from '@jest/globals';

import { Coverage } from '../checkers/coverage.js';
import { CALL_FAULTS } from './faults.js';
import { runSimulation } from './simulation-run.js';

/** How many seeds every run of the tests holds to the invariants; many more are run apart. */
const SEEDS = 300;

describe('the whole system', () => {
  it(`keeps its invariants under ${SEEDS} seeds, whatever fails, is late, or comes twice`, async () => {
    const broken: string[] = [];

    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await runSimulation({ seed });
      if (outcome.broken !== undefined) broken.push(`${seed}: ${outcome.broken.message}`);
    }

    expect(broken).toEqual([]);
  }, 240_000);
});

describe('a run', () => {
  it('gives the same timeline, byte for byte, each time its seed is run', async () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const first = await runSimulation({ seed, told: true });
      const second = await runSimulation({ seed, told: true });

      expect(second.timeline.join('\n')).toBe(first.timeline.join('\n'));
    }
  });

  it('is the same whether or not its timeline is kept', async () => {
    const told = await runSimulation({ seed: 7, told: true });
    const untold = await runSimulation({ seed: 7 });

    expect(untold).toMatchObject({ steps: told.steps, parts: told.parts, timeline: [] });
  });

  it('differs from that of another seed', async () => {
    const one = await runSimulation({ seed: 1, told: true });
    const other = await runSimulation({ seed: 2, told: true });

    expect(other.timeline).not.toEqual(one.timeline);
  });

  it('has no faults where none are allowed', async () => {
    const coverage = new Coverage();

    for (let seed = 1; seed <= 20; seed += 1) {
      await runSimulation({ seed, faults: new Set(), coverage });
    }

    const conditions = new Set(Object.keys(coverage.cells).map((cell) => cell.split('|')[1]));
    expect(conditions).toContain('undisturbed');
    expect(CALL_FAULTS.filter((fault) => conditions.has(fault))).toEqual([]);
  });

  it('goes without what is left out of it, and keeps the rest', async () => {
    const whole = await runSimulation({ seed: 3, told: true });
    const [left = ''] = whole.parts;

    const without = await runSimulation({ seed: 3, leftOut: new Set([left]), told: true });

    expect(without.parts).not.toContain(left);
    expect(without.timeline).not.toEqual(whole.timeline);
  });
});
