import { TimerQueue } from './timer-queue.js';
import type { Timers } from './timers.js';

/**
 * Time that stands still until it is told to go on: for tests, and for simulations that give the
 * same run every time.
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
    const appointment = this.waiting.add(at, run);
    return () => this.waiting.cancel(appointment);
  }

  /** When the next callback is due: perhaps a time that is past; `undefined` where none waits. */
  nextAt(): number | undefined {
    return this.waiting.nextAt();
  }

  /** Goes on by some milliseconds, as {@link advanceTo} does. */
  advanceBy(milliseconds: number): void {
    this.advanceTo(this.time + milliseconds);
  }

  /**
   * Goes on to a time. Whatever is due until then runs, in the order of time and then of
   * scheduling, each at its own time; what a callback schedules runs as well if it is due. What a
   * callback throws comes out here, and the time stays at that callback's.
   *
   * @throws {RangeError} where the time is past: it never runs back.
   */
  advanceTo(time: number): void {
    if (!(time >= this.time))
      throw new RangeError(`It is ${this.time} already: cannot go to ${time}.`);
    for (;;) {
      const due = this.waiting.takeDue(time);
      if (due === undefined) break;
      this.time = Math.max(this.time, due.at);
      due.item();
    }
    // A callback may itself have gone on further.
    this.time = Math.max(this.time, time);
  }
}
