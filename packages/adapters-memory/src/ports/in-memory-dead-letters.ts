import {
  toDeadLetterMessage,
  toMessageBody,
  type DeadLetter,
  type DeadLetters,
} from '@snacks/domain/ports';
import type { InMemoryQueue } from '../sqs/in-memory-queue.js';

/** Sends dead letters to a queue, in the same JSON as on AWS. */
export class InMemoryDeadLetters implements DeadLetters {
  constructor(private readonly queue: Pick<InMemoryQueue, 'send'>) {}

  async add(letter: DeadLetter): Promise<void> {
    this.queue.send(toMessageBody(toDeadLetterMessage(letter)));
  }
}
