import {
  toDeadLetterMessage,
  toMessageBody,
  type DeadLetter,
  type DeadLetters,
} from '@snacks/domain';
import type { InMemoryQueue } from '../sqs/in-memory-queue.js';

/** Puts dead letters into a queue as JSON, as the queue of AWS carries them. */
export class InMemoryDeadLetters implements DeadLetters {
  constructor(private readonly queue: Pick<InMemoryQueue, 'send'>) {}

  async add(letter: DeadLetter): Promise<void> {
    this.queue.send(toMessageBody(toDeadLetterMessage(letter)));
  }
}
