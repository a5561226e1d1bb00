import type { Timers } from '@snacks/adapters-memory';

/** Milliseconds from an error of the callback to its next call. */
const RETRY_DELAY = 1_000;

/**
 * Calls a callback once, at the earliest of the times that were requested since its last call. The
 * call is never synchronous, so other work runs in between. After an error it calls again in a
 * second. Times are milliseconds.
 */
export class PollTimer {
  private nextAt = Infinity;
  private stopped = false;
  private cancel: () => void = () => {};

  constructor(
    private readonly timers: Timers,
    private readonly poll: () => void,
  ) {}

  /** Requests a call at a time. A time in the past means the next opportunity. */
  pollAt(at: number): void {
    // An earlier request keeps its timer: frequent requests would postpone the call for ever.
    if (this.stopped || at >= this.nextAt) return;
    this.cancel();
    this.nextAt = at;
    this.cancel = this.timers.runAt(at, () => {
      this.nextAt = Infinity;
      try {
        this.poll();
      } catch (error) {
        this.pollAt(this.timers.now() + RETRY_DELAY); // or polling would end here
        throw error;
      }
    });
  }

  /** Requests a call at the next opportunity. */
  pollSoon(): void {
    this.pollAt(this.timers.now());
  }

  /** Cancels the next call. No call follows. */
  stop(): void {
    this.stopped = true;
    this.cancel();
  }
}
