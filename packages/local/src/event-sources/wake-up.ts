import type { Timers } from '@snacks/adapters-memory';

/** Milliseconds. */
const REST_AFTER_FAULT = 1_000;

/**
 * Does something once, at the earliest of the times that were asked for since it was done last: never
 * at once, so that between two times whatever else waits has its turn. What throws is done again in a
 * second. Times are milliseconds.
 */
export class WakeUp {
  private at = Infinity;
  private stopped = false;
  private callOff: () => void = () => {};

  constructor(
    private readonly timers: Timers,
    private readonly run: () => void,
  ) {}

  /** Asks for it to be done by a time; one that is past already comes at the next opportunity. */
  by(at: number): void {
    // What is asked for earlier keeps its place: asked for again and again, it would never come.
    if (this.stopped || at >= this.at) return;
    this.callOff();
    this.at = at;
    this.callOff = this.timers.schedule(at, () => {
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
    this.callOff();
  }
}
