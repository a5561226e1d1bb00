import { TimerQueue } from './timer-queue.js';
import type { Timers } from './timers.js';

/**
 * A clock that advances only when you call it: for tests and for reproducible simulations.
 *
 * @example
 * const clock = new ManualClock(Date.UTC(2026, 0, 1));
 * clock.runAt(clock.now() + 1_000, () => { … });
 * clock.advanceBy(1_000); // runs it
 */
export class ManualClock implements Timers {
  private readonly waiting = new TimerQueue<() => void>();
  private time: number;

  /** @param start milliseconds since the epoch. */
  constructor(start: number) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  runAt(at: number, run: () => void): () => void {
    const entry = this.waiting.add(at, run);
    return () => this.waiting.cancel(entry);
  }

  /** Returns when the next callback is due, possibly in the past; `undefined` if none waits. */
  nextAt(): number | undefined {
    return this.waiting.nextAt();
  }

  /** Advances the time by some milliseconds, like {@link advanceTo}. */
  advanceBy(milliseconds: number): void {
    this.advanceTo(this.time + milliseconds);
  }

  /**
   * Advances the time. Runs the callbacks that are due until then in the order of time, then of
   * scheduling, each at its own time. Callbacks that a callback schedules run too if they are due.
   * If a callback throws, this method throws the same error, and the time stays at that callback's.
   *
   * @throws {RangeError} if the time is past.
   */
  advanceTo(time: number): void {
    if (!(time >= this.time))
      throw new RangeError(`The time is ${this.time} and cannot go back to ${time}.`);
    for (;;) {
      const due = this.waiting.takeDue(time);
      if (due === undefined) break;
      this.time = Math.max(this.time, due.at);
      due.item();
    }
    // A callback may itself have advanced the time further.
    this.time = Math.max(this.time, time);
  }
}
