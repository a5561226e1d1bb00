import { describe, expect, it } from '@jest/globals';

import { Coverage } from '../checkers/coverage.js';
import { CALL_FAULTS } from './faults.js';
import { runSimulation } from './simulation-run.js';

/** The seeds of each test run; CI runs many more. */
const SEEDS = 300;

describe('the whole system', () => {
  const coverage = new Coverage();

  it(`keeps its invariants under ${SEEDS} seeds of faults`, async () => {
    const broken: string[] = [];

    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const outcome = await runSimulation({ seed, coverage });
      if (outcome.broken !== undefined) broken.push(`${seed}: ${outcome.broken.message}`);
    }

    expect(broken).toEqual([]);
  }, 240_000);

  it('visits only cells that the coverage has a row for', () => {
    const visited = Object.keys(coverage.cells).map((cell) => cell.split('|')[0] ?? '');
    const rows = [...Coverage.rows, ...Object.keys(coverage.refusals)];

    expect(visited.length).toBeGreaterThan(0);
    expect(rows).toEqual(expect.arrayContaining(visited));
  });
});

describe('a run', () => {
  it('has the same timeline, byte for byte, each time', async () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const first = await runSimulation({ seed, keepTimeline: true });
      const second = await runSimulation({ seed, keepTimeline: true });

      expect(second.timeline.join('\n')).toBe(first.timeline.join('\n'));
    }
  });

  it('is the same whether or not its timeline is kept', async () => {
    const withTimeline = await runSimulation({ seed: 7, keepTimeline: true });
    const without = await runSimulation({ seed: 7 });

    expect(without).toMatchObject({
      steps: withTimeline.steps,
      parts: withTimeline.parts,
      timeline: [],
    });
  });

  it('differs from the run of another seed', async () => {
    const one = await runSimulation({ seed: 1, keepTimeline: true });
    const other = await runSimulation({ seed: 2, keepTimeline: true });

    expect(other.timeline).not.toEqual(one.timeline);
  });

  it('has no faults if none are allowed', async () => {
    const coverage = new Coverage();

    for (let seed = 1; seed <= 20; seed += 1) {
      await runSimulation({ seed, faults: new Set(), coverage });
    }

    const conditions = new Set(Object.keys(coverage.cells).map((cell) => cell.split('|')[1]));
    expect(conditions).toContain('undisturbed');
    expect(CALL_FAULTS.filter((fault) => conditions.has(fault))).toEqual([]);
  });

  it('does not have a part that is left out', async () => {
    const whole = await runSimulation({ seed: 3, keepTimeline: true });
    const [part = ''] = whole.parts;

    const without = await runSimulation({ seed: 3, leftOut: new Set([part]), keepTimeline: true });

    expect(without.parts).not.toContain(part);
    expect(without.timeline).not.toEqual(whole.timeline);
  });
});
