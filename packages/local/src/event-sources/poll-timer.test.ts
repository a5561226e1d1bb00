import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '@snacks/adapters-memory';

import { PollTimer } from './poll-timer.js';

function start() {
  const clock = new ManualClock(1_000);
  const times: number[] = [];
  const pollTimer = new PollTimer(clock, () => times.push(clock.now()));
  return { clock, times, pollTimer };
}

describe('what wakes up', () => {
  test('does so once, at the earliest of the times that were asked for', () => {
    const { clock, times, pollTimer } = start();
    pollTimer.by(1_500);
    pollTimer.by(1_200);
    pollTimer.by(1_300);
    clock.advanceTo(2_000);
    expect(times).toStrictEqual([1_200]);
  });

  test('can be asked again when it was done', () => {
    const { clock, times, pollTimer } = start();
    pollTimer.by(1_200);
    clock.advanceTo(1_200);
    pollTimer.by(1_400);
    clock.advanceTo(2_000);
    expect(times).toStrictEqual([1_200, 1_400]);
  });

  test('keeps its place among what is due, however often it is asked for', () => {
    const { clock, times, pollTimer } = start();
    const order: string[] = [];
    pollTimer.soon();
    clock.runAt(clock.now(), () => order.push(`after ${times.length}`));
    pollTimer.soon();
    clock.advanceBy(0);
    expect(order).toStrictEqual(['after 1']);
  });

  test('never once it is stopped', () => {
    const { clock, times, pollTimer } = start();
    pollTimer.soon();
    pollTimer.stop();
    pollTimer.soon();
    clock.advanceBy(1_000);
    expect(times).toStrictEqual([]);
  });
});
