import type { InMemoryQueue } from '@snacks/adapters-memory';

/** Returns the queue whose failed messages go to this dead-letter queue; `undefined` if there is none. */
export function sourceOf(
  deadLetterQueue: InMemoryQueue,
  queues: Iterable<InMemoryQueue>,
): InMemoryQueue | undefined {
  for (const queue of queues) {
    if (queue.settings.redrive?.deadLetterQueue === deadLetterQueue) return queue;
  }
  return undefined;
}
