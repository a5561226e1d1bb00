import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { TimerQueue } from './timer-queue.js';

function drain<T>(timers: TimerQueue<T>, now: number): T[] {
  const items: T[] = [];
  for (let due = timers.takeDue(now); due !== undefined; due = timers.takeDue(now)) {
    items.push(due.item);
  }
  return items;
}

describe('a timer queue', () => {
  it('returns due items in the order of time, then of adding', () => {
    const timers = new TimerQueue<string>();
    timers.add(20, 'third');
    timers.add(10, 'first');
    timers.add(10, 'second');
    timers.add(21, 'not due');

    expect(timers.nextAt()).toBe(10);
    expect(drain(timers, 20)).toEqual(['first', 'second', 'third']);
    expect(timers.nextAt()).toBe(21);
  });

  it('does not return cancelled items', () => {
    const timers = new TimerQueue<string>();
    const first = timers.add(10, 'first');
    timers.add(20, 'second');

    timers.cancel(first);
    timers.cancel(first);

    expect(timers.nextAt()).toBe(20);
    expect(drain(timers, 100)).toEqual(['second']);
  });

  it('ignores the cancellation of an entry that was taken', () => {
    const timers = new TimerQueue<string>();
    const first = timers.add(10, 'first');
    timers.takeDue(10);

    timers.cancel(first);
    timers.add(10, 'second');

    expect(drain(timers, 10)).toEqual(['second']);
    expect(timers.nextAt()).toBeUndefined();
  });

  it('frees the memory of cancelled entries', () => {
    const timers = new TimerQueue<number>();
    const made = Array.from({ length: 10_000 }, (_, n) => timers.add((n * 7_919) % 10_000, n));
    const kept = made.filter((_, n) => n % 100 === 0);

    for (const entry of made) if (!kept.includes(entry)) timers.cancel(entry);

    expect(JSON.stringify(timers).length).toBeLessThan(kept.length * 2 * 60);
    const expected = kept.toSorted((one, other) => one.at - other.at).map(({ item }) => item);
    expect(drain(timers, 10_000)).toEqual(expected);
  });

  it('stays in order under any additions and cancellations', () => {
    const times = fc.array(fc.record({ at: fc.nat(50), keep: fc.boolean() }), { maxLength: 400 });
    fc.assert(
      fc.property(times, (additions) => {
        const timers = new TimerQueue<number>();
        const made = additions.map(({ at, keep }, index) => ({
          keep,
          entry: timers.add(at, index),
        }));
        for (const { keep, entry } of made) if (!keep) timers.cancel(entry);

        const kept = made.filter(({ keep }) => keep).map(({ entry }) => entry);
        const expected = kept.toSorted((one, other) => one.at - other.at).map(({ item }) => item);
        expect(drain(timers, 50)).toEqual(expected);
      }),
    );
  });
});
