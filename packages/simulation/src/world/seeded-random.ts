/** A sequence of pseudo-random numbers (mulberry32). The same start gives the same sequence. */
export class RandomSequence {
  constructor(private state: number) {}

  /** A number from 0 (included) to 1 (excluded). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    const first = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    const second = first ^ (first + Math.imul(first ^ (first >>> 7), first | 61));
    return ((second ^ (second >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  between(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** `true` with this probability. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items, all with the same probability. */
  oneOf<const T>(items: readonly [T, ...T[]]): T {
    return items[this.between(0, items.length - 1)] ?? items[0];
  }
}

/**
 * The random decisions of a seed. A decision depends only on the seed and on its name. So leaving one out
 * changes no other, and a run can shrink.
 */
export class SeededRandom {
  constructor(readonly seed: number) {}

  /** The random numbers of one decision. */
  sequence(name: string): RandomSequence {
    // FNV-1a: a small difference between two names gives another hash.
    let hash = 0x811c9dc5 ^ Math.imul(this.seed, 0x9e3779b1);
    for (let index = 0; index < name.length; index += 1) {
      hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    }
    return new RandomSequence(hash);
  }
}
