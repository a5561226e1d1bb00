import { describe, expect, it } from '@jest/globals';
import { idGeneratorContract } from '@snacks/domain/testing';
import { SeededIdGenerator } from './seeded-id-generator.js';

idGeneratorContract({ describe, it }, () => new SeededIdGenerator(1));

function ids(seed: number, count: number): string[] {
  const generator = new SeededIdGenerator(seed);
  return Array.from({ length: count }, () => generator.randomId());
}

describe('a seeded id generator', () => {
  it('generates the same ids for the same seed', () => {
    expect(ids(42, 100)).toEqual(ids(42, 100));
  });

  it('generates other ids for another seed', () => {
    const all = [0, 1, 2, 3, 42].flatMap((seed) => ids(seed, 1_000));

    expect(new Set(all).size).toBe(all.length);
  });

  it('generates UUIDs of version 4, with no duplicate among 200,000', () => {
    const all = ids(7, 200_000);

    expect(new Set(all).size).toBe(all.length);
    expect(
      all.every((id) =>
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id),
      ),
    ).toBe(true);
  });
});
