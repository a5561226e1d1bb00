import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '@snacks/adapters-memory';

import { WakeUp } from './wake-up.js';

function start() {
  const clock = new ManualClock(1_000);
  const times: number[] = [];
  const wakeUp = new WakeUp(clock, () => times.push(clock.now()));
  return { clock, times, wakeUp };
}

describe('what wakes up', () => {
  test('does so once, at the earliest of the times that were asked for', () => {
    const { clock, times, wakeUp } = start();
    wakeUp.by(1_500);
    wakeUp.by(1_200);
    wakeUp.by(1_300);
    clock.advanceTo(2_000);
    expect(times).toStrictEqual([1_200]);
  });

  test('can be asked again when it was done', () => {
    const { clock, times, wakeUp } = start();
    wakeUp.by(1_200);
    clock.advanceTo(1_200);
    wakeUp.by(1_400);
    clock.advanceTo(2_000);
    expect(times).toStrictEqual([1_200, 1_400]);
  });

  test('keeps its place among what is due, however often it is asked for', () => {
    const { clock, times, wakeUp } = start();
    const order: string[] = [];
    wakeUp.soon();
    clock.schedule(clock.now(), () => order.push(`after ${times.length}`));
    wakeUp.soon();
    clock.advanceBy(0);
    expect(order).toStrictEqual(['after 1']);
  });

  test('never once it is stopped', () => {
    const { clock, times, wakeUp } = start();
    wakeUp.soon();
    wakeUp.stop();
    wakeUp.soon();
    clock.advanceBy(1_000);
    expect(times).toStrictEqual([]);
  });
});
