import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './manual-clock.js';

describe('a manual clock', () => {
  it('advances only when it is called', () => {
    const clock = new ManualClock(1_000);

    expect(clock.now()).toBe(1_000);

    clock.advanceBy(5);
    expect(clock.now()).toBe(1_005);
    clock.advanceTo(2_000);
    expect(clock.now()).toBe(2_000);
  });

  it('runs due callbacks in the order of time, then of scheduling, each at its own time', () => {
    const clock = new ManualClock(0);
    const ran: string[] = [];
    const note = (name: string) => () => ran.push(`${name} at ${clock.now()}`);
    clock.runAt(20, note('late'));
    clock.runAt(10, note('early'));
    clock.runAt(20, note('as late'));
    clock.runAt(31, note('not due'));

    clock.advanceTo(30);

    expect(ran).toEqual(['early at 10', 'late at 20', 'as late at 20']);
    expect(clock.now()).toBe(30);
    expect(clock.nextAt()).toBe(31);
  });

  it('runs a callback that another callback schedules, if it is due', () => {
    const clock = new ManualClock(0);
    const ran: number[] = [];
    const again = () => {
      ran.push(clock.now());
      clock.runAt(clock.now() + 10, again);
    };
    clock.runAt(10, again);

    clock.advanceBy(35);

    expect(ran).toEqual([10, 20, 30]);
    expect(clock.nextAt()).toBe(40);
  });

  it('runs each callback once, and no cancelled one', () => {
    const clock = new ManualClock(0);
    const ran: string[] = [];
    clock.runAt(10, () => ran.push('once'));
    const cancel = clock.runAt(10, () => ran.push('never'));

    cancel();
    clock.advanceBy(10);
    clock.advanceBy(10);

    expect(ran).toEqual(['once']);
    expect(clock.nextAt()).toBeUndefined();
  });

  it('runs a callback that is scheduled for the past at the next advance', () => {
    const clock = new ManualClock(100);
    const ran: number[] = [];
    clock.runAt(50, () => ran.push(clock.now()));
    expect(ran).toEqual([]);

    clock.advanceBy(0);

    expect(ran).toEqual([100]);
  });

  it('never goes back, not even after a callback has advanced it further', () => {
    const clock = new ManualClock(0);
    clock.runAt(10, () => clock.advanceTo(500));

    clock.advanceTo(20);

    expect(clock.now()).toBe(500);
    expect(() => clock.advanceTo(499)).toThrow(RangeError);
    expect(() => clock.advanceTo(Number.NaN)).toThrow(RangeError);
  });

  it('throws the error of a callback, and can advance from there', () => {
    const clock = new ManualClock(0);
    const ran: string[] = [];
    clock.runAt(10, () => {
      throw new Error('broken');
    });
    clock.runAt(20, () => ran.push('next'));

    expect(() => clock.advanceTo(30)).toThrow('broken');
    expect(clock.now()).toBe(10);

    clock.advanceTo(30);
    expect(ran).toEqual(['next']);
  });
});
