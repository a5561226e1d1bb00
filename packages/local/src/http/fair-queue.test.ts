import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';

import { FairQueue } from './fair-queue.js';

describe('turns', () => {
  test('let a few go on in each turn of the event loop, in the order in which they came', async () => {
    const turns = new FairQueue(2);
    let turn = 0;
    const went: (readonly [caller: number, turn: number])[] = [];
    const callers = [1, 2, 3, 4, 5].map(async (caller) => {
      await turns.next();
      went.push([caller, turn]);
    });
    for (turn = 0; turn < 3; turn += 1) await setImmediate();
    await Promise.all(callers);
    expect(went).toStrictEqual([
      [1, 0],
      [2, 0],
      [3, 1],
      [4, 1],
      [5, 2],
    ]);
  });
});
