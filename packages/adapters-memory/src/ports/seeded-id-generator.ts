import { hash } from 'node:crypto';
import type { IdGenerator } from '@snacks/domain';

/** Every byte as two hexadecimal digits. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Spreads 32 bits over 32 bits, each input to another output (the finaliser of MurmurHash3). */
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

/** The golden ratio as 32 bits: adding it again and again spreads evenly (as in SplitMix). */
const STEP = 0x9e3779b9;

/**
 * Ids that follow from a seed: the same run with the same seed gives the same ids. They look like
 * random UUIDs (version 4), but can be foreseen: for tests and simulations, never for a deployment.
 *
 * Of one generator, no two of the first 2^32 ids are the same.
 */
export class SeededIdGenerator implements IdGenerator {
  private readonly key: number;
  private given = 0;

  /** @param seed a whole number; its lowest 32 bits count. */
  constructor(seed: number) {
    this.key = mix(seed + STEP);
  }

  randomId(): string {
    this.given += 1;
    // The first 32 bits alone tell the ids of one generator apart: `mix` never maps two numbers
    // to one. The others tell apart the generators.
    const first = mix(this.given + this.key);
    const second = mix(first ^ this.key);
    const third = mix(second + STEP);
    const fourth = mix(third ^ this.given);
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
