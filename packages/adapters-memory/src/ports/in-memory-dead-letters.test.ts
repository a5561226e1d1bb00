import { describe, it } from '@jest/globals';
import { deadLettersContract } from '@snacks/domain/testing';
import { InMemoryDeadLetters } from './in-memory-dead-letters.js';

deadLettersContract({ describe, it }, async () => {
  const bodies: string[] = [];
  return {
    deadLetters: new InMemoryDeadLetters({ send: (body) => String(bodies.push(body)) }),
    kept: async () => bodies,
  };
});
