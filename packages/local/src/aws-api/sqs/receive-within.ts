import type { InMemoryQueue, ReceivedMessage, Timers } from '@snacks/adapters-memory';

export interface ReceiveOptions {
  readonly queue: InMemoryQueue;
  readonly max: number;
  /** Milliseconds; the queue's own where it is left out. */
  readonly visibilityTimeout: number | undefined;
  readonly timers: Timers;
  /** Ends the waiting, with nothing received. */
  readonly signal: AbortSignal;
}

/**
 * Receives messages as SQS does under long polling: returns as soon as there is one, or with none
 * when the time, in milliseconds, is up.
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
    await nextMessage(queue, deadline, timers, signal);
  }
}

/** Resolves when a message may have come in, or at the deadline, or when nobody waits any more. */
async function nextMessage(
  queue: InMemoryQueue,
  deadline: number,
  timers: Timers,
  signal: AbortSignal,
): Promise<void> {
  const at = Math.min(queue.nextVisibleAt() ?? deadline, deadline);
  await new Promise<void>((resolve) => {
    const done = (): void => {
      callOffSend();
      cancelTimer();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const callOffSend = queue.onSend(done);
    const cancelTimer = timers.runAt(at, done);
    signal.addEventListener('abort', done);
  });
}
