import { describe, expect, it } from '@jest/globals';

import { nextRepublish } from './due-times.js';

const MINUTE = 60_000;

describe('the next time at which the sweeper publishes an event', () => {
  it.each([
    [0, 15],
    [14, 15],
    [15, 30],
    [30, 60],
    [60, 120],
    [120, 240],
    [240, 480],
    [500, 720],
  ])('is, for an order that has waited %i minutes, after %i', (age, due) => {
    expect(nextRepublish(0, age * MINUTE, 15)).toBe(due * MINUTE);
  });
});
