import type { InMemoryQueue } from '@snacks/adapters-memory';

/** The queue whose failed messages go to this one; `undefined` where it takes nobody's. */
export function sourceOf(
  deadLetterQueue: InMemoryQueue,
  queues: Iterable<InMemoryQueue>,
): InMemoryQueue | undefined {
  for (const queue of queues) {
    if (queue.settings.redrive?.deadLetterQueue === deadLetterQueue) return queue;
  }
  return undefined;
}
