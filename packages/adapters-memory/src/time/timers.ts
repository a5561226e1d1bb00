import type { Clock } from '@snacks/domain';

/** A clock that also wakes: what everything in this package that waits gets its time from. */
export interface Timers extends Clock {
  /**
   * Runs something once when the time comes, never before this call has returned; a time that is
   * past already comes at the next opportunity. Returns how to call it off.
   *
   * @param at milliseconds since the epoch.
   */
  runAt(at: number, run: () => void): () => void;
}
