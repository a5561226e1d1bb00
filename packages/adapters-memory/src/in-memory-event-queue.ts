import { toMessageBody, type EventQueue, type ForeignEvent } from '@snacks/domain';
import type { InMemoryQueue } from './in-memory-queue.js';

/** Puts foreign events into a queue as JSON, as the queue of AWS carries them. */
export class InMemoryEventQueue implements EventQueue {
  constructor(private readonly queue: Pick<InMemoryQueue, 'send'>) {}

  async enqueue(event: ForeignEvent): Promise<void> {
    this.queue.send(toMessageBody(event));
  }
}
