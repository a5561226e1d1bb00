import { hash, randomUUID } from 'node:crypto';

import type { Clock, IdGenerator } from '@snacks/domain/ports';

/** The time of the machine, in milliseconds since 1970. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }
}

/** Random UUIDs and SHA-256 digests, from `node:crypto`. */
export class CryptoIdGenerator implements IdGenerator {
  randomId(): string {
    return randomUUID();
  }

  digest(text: string): string {
    return hash('sha256', text);
  }
}
