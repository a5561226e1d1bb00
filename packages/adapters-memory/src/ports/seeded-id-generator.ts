import { hash } from 'node:crypto';
import type { IdGenerator } from '@snacks/domain/ports';

/** The two hexadecimal digits of every byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A bijection of 32-bit numbers that spreads its inputs: the finaliser of MurmurHash3. */
function mix(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

function hexOf(word: number): string {
  return (
    (HEX[word >>> 24] ?? '') +
    (HEX[(word >>> 16) & 255] ?? '') +
    (HEX[(word >>> 8) & 255] ?? '') +
    (HEX[word & 255] ?? '')
  );
}

/** The golden ratio as 32 bits: its multiples are evenly spread (as in SplitMix). */
const STEP = 0x9e3779b9;

/**
 * Generates ids from a seed: the same seed gives the same ids. They look like random UUIDs (version 4)
 * but are predictable: use them in tests and simulations, never in a deployment.
 *
 * The first 2^32 ids of a generator are unique.
 */
export class SeededIdGenerator implements IdGenerator {
  private readonly key: number;
  private count = 0;

  /** @param seed a whole number, of which the lowest 32 bits are used. */
  constructor(seed: number) {
    this.key = mix(seed + STEP);
  }

  randomId(): string {
    this.count += 1;
    // The first 32 bits make the ids of one generator unique, because `mix` is a bijection. The others
    // make the ids of two generators differ.
    const first = mix(this.count + this.key);
    const second = mix(first ^ this.key);
    const third = mix(second + STEP);
    const fourth = mix(third ^ this.count);
    const version = hexOf((second & 0xffff0fff) | 0x4000);
    const variant = hexOf((third & 0x3fffffff) | 0x80000000);
    return [
      hexOf(first),
      version.slice(0, 4),
      version.slice(4),
      variant.slice(0, 4),
      variant.slice(4) + hexOf(fourth),
    ].join('-');
  }

  digest(text: string): string {
    return hash('sha256', text);
  }
}
