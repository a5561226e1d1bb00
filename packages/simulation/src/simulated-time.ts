import { ManualClock, type Timers } from '@snacks/adapters-memory';

/**
 * The time of a schedule: it stands still until it is told to go on to whatever is due next. What is
 * due runs apart from the clock's own round, so that all that follows from it has happened before
 * anything else is due, even at the same time.
 */
export class SimulatedTime implements Timers {
  private readonly clock: ManualClock;

  constructor(private readonly beginning: number) {
    this.clock = new ManualClock(beginning);
  }

  now(): number {
    return this.clock.now();
  }

  /** Milliseconds since the schedule began. */
  get passed(): number {
    return this.clock.now() - this.beginning;
  }

  schedule(at: number, run: () => void): () => void {
    let calledOff = false;
    const callOff = this.clock.schedule(at, () => {
      queueMicrotask(() => {
        if (!calledOff) run();
      });
    });
    return () => {
      calledOff = true;
      callOff();
    };
  }

  /** Goes on to what is due next, but not beyond `end`; answers whether anything was due until then. */
  goOn(end: number): boolean {
    const next = Math.max(this.clock.nextAt() ?? Infinity, this.now());
    this.clock.advanceTo(Math.min(next, end));
    return next <= end;
  }
}
