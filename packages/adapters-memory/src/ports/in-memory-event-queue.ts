import { toMessageBody, type EventQueue, type ExternalEvent } from '@snacks/domain';
import type { InMemoryQueue } from '../sqs/in-memory-queue.js';

/** Puts external events into a queue as JSON, as the queue of AWS carries them. */
export class InMemoryEventQueue implements EventQueue {
  constructor(private readonly queue: Pick<InMemoryQueue, 'send'>) {}

  async enqueue(event: ExternalEvent): Promise<void> {
    this.queue.send(toMessageBody(event));
  }
}
