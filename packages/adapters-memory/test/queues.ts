import { InMemoryQueue, type QueueOptions } from '../src/sqs/in-memory-queue.js';
import { ManualClock } from '../src/time/manual-clock.js';
import type { ReceivedMessage } from '../src/sqs/queue-message.js';
import { SeededIdGenerator } from '../src/ports/seeded-id-generator.js';

/** The initial time of the clock of {@link aWorld}. */
export const START = Date.UTC(2026, 0, 1);
export const SECOND = 1_000;
export const DAY = 86_400 * SECOND;

/** Queues that share a clock, which starts at {@link START}. */
export function aWorld() {
  const clock = new ManualClock(START);
  const ids = new SeededIdGenerator(1);
  const aQueue = (options: Partial<QueueOptions> = {}) =>
    new InMemoryQueue({
      name: 'work',
      clock,
      ids,
      visibilityTimeout: 30 * SECOND,
      retention: 4 * DAY,
      ...options,
    });
  return { clock, aQueue };
}

/** A queue with a redrive policy, and its dead-letter queue. */
export function aQueueWithDeadLetters(maxReceiveCount = 2) {
  const { clock, aQueue } = aWorld();
  const deadLetterQueue = aQueue({ name: 'dead', retention: 14 * DAY });
  const queue = aQueue({ redrive: { deadLetterQueue, maxReceiveCount } });
  return { clock, queue, deadLetterQueue };
}

/** Returns the bodies of messages, in order. */
export function bodies(messages: readonly { readonly body: string }[]): string[] {
  return messages.map(({ body }) => body);
}

/** Receives one message. Throws if there is none. */
export function receiveOne(queue: InMemoryQueue): ReceivedMessage {
  const [message] = queue.receive(1);
  if (message === undefined) throw new Error('The queue has nothing to receive.');
  return message;
}
