import type { Timers } from '@snacks/adapters-memory';

/** Milliseconds. */
const REST_AFTER_FAULT = 1_000;

/**
 * Does something once, at the earliest of the times that were asked for since it was done last: never
 * at once, so that between two times whatever else waits has its turn. What throws is done again in a
 * second. Times are milliseconds.
 */
export class PollTimer {
  private at = Infinity;
  private stopped = false;
  private cancel: () => void = () => {};

  constructor(
    private readonly timers: Timers,
    private readonly run: () => void,
  ) {}

  /** Asks for it to be done by a time; one that is past already comes at the next opportunity. */
  by(at: number): void {
    // What is asked for earlier keeps its place: asked for again and again, it would never come.
    if (this.stopped || at >= this.at) return;
    this.cancel();
    this.at = at;
    this.cancel = this.timers.runAt(at, () => {
      this.at = Infinity;
      try {
        this.run();
      } catch (error) {
        this.by(this.timers.now() + REST_AFTER_FAULT); // or nobody would do it ever again
        throw error;
      }
    });
  }

  /** Asks for it at the next opportunity. */
  soon(): void {
    this.by(this.timers.now());
  }

  /** It is done never again. */
  stop(): void {
    this.stopped = true;
    this.cancel();
  }
}
