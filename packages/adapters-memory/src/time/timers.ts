import type { Clock } from '@snacks/domain/ports';

/** A clock with timers. */
export interface Timers extends Clock {
  /**
   * Runs a callback once at a time, and never before this call has returned. If the time is past, the
   * callback runs at the next opportunity. Returns a function that cancels the timer.
   *
   * @param at milliseconds since the epoch.
   */
  runAt(at: number, run: () => void): () => void;
}
