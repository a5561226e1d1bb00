import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { TimerQueue } from './timer-queue.js';

function drain<T>(schedule: TimerQueue<T>, now: number): T[] {
  const items: T[] = [];
  for (let due = schedule.takeDue(now); due !== undefined; due = schedule.takeDue(now)) {
    items.push(due.item);
  }
  return items;
}

describe('a schedule', () => {
  it('gives what is due in the order of time, and then of adding', () => {
    const schedule = new TimerQueue<string>();
    schedule.add(20, 'third');
    schedule.add(10, 'first');
    schedule.add(10, 'second');
    schedule.add(21, 'not due');

    expect(schedule.nextAt()).toBe(10);
    expect(drain(schedule, 20)).toEqual(['first', 'second', 'third']);
    expect(schedule.nextAt()).toBe(21);
  });

  it('forgets what was called off', () => {
    const schedule = new TimerQueue<string>();
    const first = schedule.add(10, 'first');
    schedule.add(20, 'second');

    schedule.cancel(first);
    schedule.cancel(first);

    expect(schedule.nextAt()).toBe(20);
    expect(drain(schedule, 100)).toEqual(['second']);
  });

  it('does not mind an appointment that is over being called off', () => {
    const schedule = new TimerQueue<string>();
    const first = schedule.add(10, 'first');
    schedule.takeDue(10);

    schedule.cancel(first);
    schedule.add(10, 'second');

    expect(drain(schedule, 10)).toEqual(['second']);
    expect(schedule.nextAt()).toBeUndefined();
  });

  it('clears away what was called off, however much that is', () => {
    const schedule = new TimerQueue<number>();
    const made = Array.from({ length: 10_000 }, (_, n) => schedule.add((n * 7_919) % 10_000, n));
    const kept = made.filter((_, n) => n % 100 === 0);

    for (const appointment of made) if (!kept.includes(appointment)) schedule.cancel(appointment);

    expect(JSON.stringify(schedule).length).toBeLessThan(kept.length * 2 * 60);
    const expected = kept.toSorted((one, other) => one.at - other.at).map(({ item }) => item);
    expect(drain(schedule, 10_000)).toEqual(expected);
  });

  it('stays in order whatever is added and called off', () => {
    const times = fc.array(fc.record({ at: fc.nat(50), keep: fc.boolean() }), { maxLength: 400 });
    fc.assert(
      fc.property(times, (appointments) => {
        const schedule = new TimerQueue<number>();
        const made = appointments.map(({ at, keep }, index) => ({
          keep,
          appointment: schedule.add(at, index),
        }));
        for (const { keep, appointment } of made) if (!keep) schedule.cancel(appointment);

        const kept = made.filter(({ keep }) => keep).map(({ appointment }) => appointment);
        const expected = kept.toSorted((one, other) => one.at - other.at).map(({ item }) => item);
        expect(drain(schedule, 50)).toEqual(expected);
      }),
    );
  });
});
