import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';

import { FairQueue } from './fair-queue.js';

describe('a fair queue', () => {
  test('admits a limited number of callers per turn of the event loop, first come, first served', async () => {
    const queue = new FairQueue(2);
    let turn = 0;
    const admissions: (readonly [caller: number, turn: number])[] = [];
    const callers = [1, 2, 3, 4, 5].map(async (caller) => {
      await queue.waitForTurn();
      admissions.push([caller, turn]);
    });
    for (turn = 0; turn < 3; turn += 1) await setImmediate();
    await Promise.all(callers);
    expect(admissions).toStrictEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 2],
    ]);
  });
});
