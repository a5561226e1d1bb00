import { describe, expect, it } from '@jest/globals';

import { SeededRandom } from './seeded-random.js';
import { drawScenario, partsOf } from './scenario.js';

const SEEDS = Array.from({ length: 200 }, (_, index) => index + 1);

function partsWithout(seed: number, leftOut: readonly string[]): readonly string[] {
  return partsOf(drawScenario(new SeededRandom(seed), new Set(leftOut)));
}

describe('the parts of a scenario', () => {
  it('have unique names', () => {
    for (const seed of SEEDS) {
      const parts = partsWithout(seed, []);

      expect(new Set(parts).size).toBe(parts.length);
    }
  });

  it('can be left out, with the parts that depend on them, without a change of the other names', () => {
    for (const seed of SEEDS) {
      const parts = partsWithout(seed, []);
      for (const part of parts) {
        const [kind, order] = part.split(' ');
        const dependsOnIt = (one: string) =>
          (kind === 'order' && one.split(' ')[1] === order) ||
          (kind === 'again' && one.includes(` ${order} again`));

        expect(partsWithout(seed, [part])).toEqual(
          parts.filter((one) => one !== part && !dependsOnIt(one)),
        );
      }
    }
  });
});
