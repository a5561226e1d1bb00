import { describe, expect, it } from '@jest/globals';

import { SimulatedTime } from './simulated-time.js';

function aTime() {
  const time = new SimulatedTime(1_000);
  const ran: string[] = [];
  const note = (at: number, what: string) => time.runAt(at, () => void ran.push(what));
  return { time, ran, note };
}

describe('the time of a run', () => {
  it('goes on by one thing at a time, also where several are due at once', () => {
    const { time, ran, note } = aTime();
    note(1_005, 'first');
    note(1_005, 'second');

    expect(time.goOn(2_000)).toBe(true);

    expect(ran).toEqual(['first']);
    expect(time.passed).toBe(5);
    expect(time.goOn(2_000)).toBe(true);
    expect(ran).toEqual(['first', 'second']);
  });

  it('does not run what is called off, even once it is due', () => {
    const { time, ran, note } = aTime();
    note(1_005, 'first');
    const cancel = note(1_005, 'second');
    time.goOn(2_000);

    cancel();
    time.goOn(2_000);

    expect(ran).toEqual(['first']);
  });

  it('stops at the end it was given, where nothing is due before', () => {
    const { time, ran, note } = aTime();
    note(3_000, 'later');

    expect(time.goOn(2_000)).toBe(false);

    expect(time.now()).toBe(2_000);
    expect(ran).toEqual([]);
  });
});
