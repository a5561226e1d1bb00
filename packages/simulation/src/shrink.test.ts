import { describe, expect, it } from '@jest/globals';

import { MUTANTS } from './mutants/all-mutants.js';
import { runSchedule, type ScheduleOptions } from './schedule.js';
import { shrink } from './shrink.js';

/** The first schedule in which dead letters that are dropped are missed. */
async function aFailingSchedule(): Promise<ScheduleOptions> {
  const mutant = MUTANTS.find(({ deadLettersDropped }) => deadLettersDropped);
  for (let seed = 1; ; seed += 1) {
    const { broken } = await runSchedule({ seed, mutant });
    if (broken !== undefined) return { seed, mutant };
  }
}

describe('a schedule that breaks a promise', () => {
  it('shrinks to a shorter one that breaks the same, and none of whose parts can go', async () => {
    const failing = await aFailingSchedule();
    const whole = await runSchedule({ ...failing, told: true });

    const { outcome, leftOut } = await shrink(failing);

    expect(outcome.broken?.promise).toBe(whole.broken?.promise);
    expect(outcome.timeline.length).toBeLessThan(whole.timeline.length);
    for (const part of outcome.parts.filter((one) => !leftOut.has(one))) {
      const smaller = await runSchedule({ ...failing, leftOut: new Set([...leftOut, part]) });
      expect(smaller.broken?.promise).not.toBe(whole.broken?.promise);
    }
  });

  it('shrinks the same way each time', async () => {
    const failing = await aFailingSchedule();

    const first = await shrink(failing);
    const second = await shrink(failing);

    expect(second.outcome.timeline).toEqual(first.outcome.timeline);
  });
});
