import type { DeadLetter, DeadLetters } from '../src/ports/dead-letters.js';

/** Records dead letters in a list. */
export class RecordedDeadLetters implements DeadLetters {
  readonly letters: DeadLetter[] = [];

  async add(letter: DeadLetter): Promise<void> {
    this.letters.push(structuredClone(letter));
  }
}
