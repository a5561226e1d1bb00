import { ManualClock, type Timers } from '@snacks/adapters-memory';

/**
 * The time of a run. It advances only by `step`, which runs one callback, also if several are due at the
 * same time: the effects of one are complete before the next.
 */
export class SimulatedTime implements Timers {
  private readonly clock: ManualClock;
  /** Callbacks that are due and have not run yet. */
  private due: (() => void)[] = [];

  constructor(private readonly beginning: number) {
    this.clock = new ManualClock(beginning);
  }

  now(): number {
    return this.clock.now();
  }

  /** Milliseconds since the start of the run. */
  get passed(): number {
    return this.clock.now() - this.beginning;
  }

  runAt(at: number, callback: () => void): () => void {
    let cancelled = false;
    const cancel = this.clock.runAt(at, () => {
      this.due.push(() => {
        if (!cancelled) callback();
      });
    });
    return () => {
      cancelled = true;
      cancel();
    };
  }

  /** Runs the next callback and returns `true`. If it is due after `end`, time is `end`; returns `false`. */
  step(end: number): boolean {
    if (this.due.length === 0) {
      const next = Math.max(this.clock.nextAt() ?? Infinity, this.now());
      this.clock.advanceTo(Math.min(next, end));
    }
    const [callback, ...others] = this.due;
    if (callback === undefined) return false;
    this.due = others;
    callback();
    return true;
  }
}
