import { describe, expect, test } from '@jest/globals';
import { ManualClock } from '@snacks/adapters-memory';

import { PollTimer } from './poll-timer.js';

function start() {
  const clock = new ManualClock(1_000);
  const times: number[] = [];
  const pollTimer = new PollTimer(clock, () => times.push(clock.now()));
  return { clock, times, pollTimer };
}

describe('a poll timer', () => {
  test('polls once, at the earliest of the requested times', () => {
    const { clock, times, pollTimer } = start();
    pollTimer.pollAt(1_500);
    pollTimer.pollAt(1_200);
    pollTimer.pollAt(1_300);
    clock.advanceTo(2_000);
    expect(times).toStrictEqual([1_200]);
  });

  test('polls again for a request after a poll', () => {
    const { clock, times, pollTimer } = start();
    pollTimer.pollAt(1_200);
    clock.advanceTo(1_200);
    pollTimer.pollAt(1_400);
    clock.advanceTo(2_000);
    expect(times).toStrictEqual([1_200, 1_400]);
  });

  test('keeps its position among due timers, however often it is requested', () => {
    const { clock, times, pollTimer } = start();
    const order: string[] = [];
    pollTimer.pollSoon();
    clock.runAt(clock.now(), () => order.push(`after ${times.length}`));
    pollTimer.pollSoon();
    clock.advanceBy(0);
    expect(order).toStrictEqual(['after 1']);
  });

  test('does not poll after it is stopped', () => {
    const { clock, times, pollTimer } = start();
    pollTimer.pollSoon();
    pollTimer.stop();
    pollTimer.pollSoon();
    clock.advanceBy(1_000);
    expect(times).toStrictEqual([]);
  });
});
