import type { InMemoryQueue, ReceivedMessage, Timers } from '@snacks/adapters-memory';

export interface ReceiveOptions {
  readonly queue: InMemoryQueue;
  readonly max: number;
  /** Milliseconds; `undefined` for the queue's own. */
  readonly visibilityTimeout: number | undefined;
  readonly timers: Timers;
  /** Ends the wait without a message. */
  readonly signal: AbortSignal;
}

/**
 * Receives messages as SQS does with long polling. Returns as soon as there is a message, or without
 * one when the time is up.
 *
 * @param wait milliseconds.
 */
export async function receiveWithin(
  wait: number,
  { queue, max, visibilityTimeout, timers, signal }: ReceiveOptions,
): Promise<readonly ReceivedMessage[]> {
  const deadline = timers.now() + wait;
  for (;;) {
    if (signal.aborted) return [];
    const messages = queue.receive(max, visibilityTimeout);
    if (messages.length > 0 || timers.now() >= deadline) return messages;
    await waitForMessage(queue, deadline, timers, signal);
  }
}

/** Resolves when a message may be visible, at the deadline, or when the signal aborts. */
async function waitForMessage(
  queue: InMemoryQueue,
  deadline: number,
  timers: Timers,
  signal: AbortSignal,
): Promise<void> {
  const at = Math.min(queue.nextVisibleAt() ?? deadline, deadline);
  await new Promise<void>((resolve) => {
    const done = (): void => {
      unsubscribe();
      cancelTimer();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const unsubscribe = queue.onSend(done);
    const cancelTimer = timers.runAt(at, done);
    signal.addEventListener('abort', done);
  });
}
