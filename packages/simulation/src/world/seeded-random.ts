/** A run of numbers that looks random and follows from where it began (mulberry32). */
export class RandomSequence {
  constructor(private state: number) {}

  /** From 0 to 1, without 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    const first = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    const second = first ^ (first + Math.imul(first ^ (first >>> 7), first | 61));
    return ((second ^ (second >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** Whether something happens that has this probability. */
  happens(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items, each as likely as the others. */
  oneOf<const T>(items: readonly [T, ...T[]]): T {
    return items[this.between(0, items.length - 1)] ?? items[0];
  }
}

/**
 * What a seed decides. A decision has a name and depends on the seed and on its name alone: leaving
 * one out changes no other, so that a run can be made smaller and stay the same in all else.
 */
export class SeededRandom {
  constructor(readonly seed: number) {}

  of(name: string): RandomSequence {
    // FNV-1a: names differ in few places, and every one of them has to count.
    let hash = 0x811c9dc5 ^ Math.imul(this.seed, 0x9e3779b1);
    for (let index = 0; index < name.length; index += 1) {
      hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    }
    return new RandomSequence(hash);
  }
}
