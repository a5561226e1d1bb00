import { hash, randomUUID } from 'node:crypto';

import type { Clock, IdGenerator } from '@snacks/domain';

/** The machine's time. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }
}

/** Random ids and SHA-256 of Node's crypto. */
export class CryptoIdGenerator implements IdGenerator {
  randomId(): string {
    return randomUUID();
  }

  digest(text: string): string {
    return hash('sha256', text);
  }
}
