import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** The longest wait, in milliseconds. */
  readonly patience: number;
  /** The pause between two polls, in milliseconds. */
  readonly pollInterval: number;
  /** Ends the wait: its reason is then thrown. */
  readonly signal: AbortSignal;
  /** Called before every pause with the milliseconds waited so far. */
  readonly onWait: (waited: number) => void;
}

/** Polls until there is a result, and returns it; `undefined` after the longest wait. */
export async function waitUntil<T>(
  poll: () => Promise<T | undefined>,
  { patience, pollInterval, signal, onWait }: WaitOptions,
): Promise<T | undefined> {
  const start = Date.now();
  for (;;) {
    signal.throwIfAborted();
    const result = await poll();
    const waited = Date.now() - start;
    if (result !== undefined || waited >= patience) return result;
    onWait(waited);
    await delay(pollInterval, undefined, { signal });
  }
}
