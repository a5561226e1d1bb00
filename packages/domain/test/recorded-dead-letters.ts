import type { DeadLetter, DeadLetters } from '../src/ports/dead-letters.js';

/** Dead letters in a list. */
export class KeptDeadLetters implements DeadLetters {
  readonly kept: DeadLetter[] = [];

  async add(letter: DeadLetter): Promise<void> {
    this.kept.push(structuredClone(letter));
  }
}
