import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** At most so long, in milliseconds. */
  readonly patience: number;
  /** The pause between two looks, in milliseconds. */
  readonly pollInterval: number;
  /** Ends the waiting: it is then thrown as its reason. */
  readonly signal: AbortSignal;
  /** Told before every pause how many milliseconds were waited. */
  readonly onWait: (waited: number) => void;
}

/** Looks until there is something to see, and returns it; `undefined` where the patience is over. */
export async function waitUntil<T>(
  look: () => Promise<T | undefined>,
  { patience, pollInterval, signal, onWait }: WaitOptions,
): Promise<T | undefined> {
  const start = Date.now();
  for (;;) {
    signal.throwIfAborted();
    const seen = await look();
    const waited = Date.now() - start;
    if (seen !== undefined || waited >= patience) return seen;
    onWait(waited);
    await delay(pollInterval, undefined, { signal });
  }
}
