import { ManualClock, type Timers } from '@snacks/adapters-memory';

/**
 * The time of a run: it stands still until it is told to go on. What is due comes one by one,
 * also where several things are due at the same time, so that all that follows from one has happened
 * before the next.
 */
export class SimulatedTime implements Timers {
  private readonly clock: ManualClock;
  /** What the clock has come to, and has not run yet. */
  private due: (() => void)[] = [];

  constructor(private readonly beginning: number) {
    this.clock = new ManualClock(beginning);
  }

  now(): number {
    return this.clock.now();
  }

  /** Milliseconds since the run began. */
  get passed(): number {
    return this.clock.now() - this.beginning;
  }

  runAt(at: number, run: () => void): () => void {
    let cancelled = false;
    const cancel = this.clock.runAt(at, () => {
      this.due.push(() => {
        if (!cancelled) run();
      });
    });
    return () => {
      cancelled = true;
      cancel();
    };
  }

  /** Runs what is due next, unless that is after `end`; then it is `end`, and the response `false`. */
  goOn(end: number): boolean {
    if (this.due.length === 0) {
      const next = Math.max(this.clock.nextAt() ?? Infinity, this.now());
      this.clock.advanceTo(Math.min(next, end));
    }
    const [run, ...others] = this.due;
    if (run === undefined) return false;
    this.due = others;
    run();
    return true;
  }
}
