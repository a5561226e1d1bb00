import type { ExternalEvent } from '@snacks/domain/events';
import { toMessageBody, type EventQueue } from '@snacks/domain/ports';
import type { InMemoryQueue } from '../sqs/in-memory-queue.js';

/** Sends external events to a queue, in the same JSON as on AWS. */
export class InMemoryEventQueue implements EventQueue {
  constructor(private readonly queue: Pick<InMemoryQueue, 'send'>) {}

  async enqueue(event: ExternalEvent): Promise<void> {
    this.queue.send(toMessageBody(event));
  }
}
