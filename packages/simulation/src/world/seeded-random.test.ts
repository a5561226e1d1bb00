import { describe, expect, it } from '@jest/globals';

import { SeededRandom } from './seeded-random.js';

describe('what a seed decides', () => {
  it('is the same for the same name, however much else was decided before', () => {
    const chance = new SeededRandom(1);
    const first = chance.of('orders.save A 1').next();
    chance.of('orders.save B 1').next();

    expect(chance.of('orders.save A 1').next()).toBe(first);
    expect(new SeededRandom(1).of('orders.save A 1').next()).toBe(first);
  });

  it('differs by name and by seed', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `call ${index}`);

    const decided = new Set(
      [1, 2].flatMap((seed) => names.map((n) => new SeededRandom(seed).of(n).next())),
    );

    expect(decided.size).toBeGreaterThan(1_990);
  });

  it('is spread evenly', () => {
    const draws = new SeededRandom(1).of('dice');
    const counts = new Map<number, number>();

    for (let throws = 0; throws < 60_000; throws += 1) {
      const eyes = draws.between(1, 6);
      counts.set(eyes, (counts.get(eyes) ?? 0) + 1);
    }

    expect(new Set(counts.keys())).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
