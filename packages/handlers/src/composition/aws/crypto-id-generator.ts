import { hash, randomUUID } from 'node:crypto';

import type { IdGenerator } from '@snacks/domain';

/** Random ids and SHA-256 of Node's crypto. */
export class CryptoIdGenerator implements IdGenerator {
  randomId(): string {
    return randomUUID();
  }

  digest(text: string): string {
    return hash('sha256', text);
  }
}
