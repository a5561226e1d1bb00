import { describe, expect, it } from '@jest/globals';

import { SeededRandom } from './seeded-random.js';

describe('the decision of a seed', () => {
  it('is the same for the same name, after any other decisions', () => {
    const random = new SeededRandom(1);
    const first = random.sequence('orders.save A 1').next();
    random.sequence('orders.save B 1').next();

    expect(random.sequence('orders.save A 1').next()).toBe(first);
    expect(new SeededRandom(1).sequence('orders.save A 1').next()).toBe(first);
  });

  it('differs by name and by seed', () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `call ${index}`);

    const decided = new Set(
      [1, 2].flatMap((seed) => names.map((n) => new SeededRandom(seed).sequence(n).next())),
    );

    expect(decided.size).toBeGreaterThan(1_990);
  });

  it('is evenly distributed', () => {
    const sequence = new SeededRandom(1).sequence('dice');
    const counts = new Map<number, number>();

    for (let roll = 0; roll < 60_000; roll += 1) {
      const value = sequence.between(1, 6);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }

    expect(new Set(counts.keys())).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
