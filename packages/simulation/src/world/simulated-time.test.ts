import { describe, expect, it } from '@jest/globals';

import { SimulatedTime } from './simulated-time.js';

function aTime() {
  const time = new SimulatedTime(1_000);
  const ran: string[] = [];
  const runAt = (at: number, name: string) => time.runAt(at, () => void ran.push(name));
  return { time, ran, runAt };
}

describe('the time of a run', () => {
  it('runs one callback in each step, also if several are due at once', () => {
    const { time, ran, runAt } = aTime();
    runAt(1_005, 'first');
    runAt(1_005, 'second');

    expect(time.step(2_000)).toBe(true);

    expect(ran).toEqual(['first']);
    expect(time.passed).toBe(5);
    expect(time.step(2_000)).toBe(true);
    expect(ran).toEqual(['first', 'second']);
  });

  it('does not run a cancelled callback, also if it is due already', () => {
    const { time, ran, runAt } = aTime();
    runAt(1_005, 'first');
    const cancel = runAt(1_005, 'second');
    time.step(2_000);

    cancel();
    time.step(2_000);

    expect(ran).toEqual(['first']);
  });

  it('stops at the given end if nothing is due before it', () => {
    const { time, ran, runAt } = aTime();
    runAt(3_000, 'later');

    expect(time.step(2_000)).toBe(false);

    expect(time.now()).toBe(2_000);
    expect(ran).toEqual([]);
  });
});
