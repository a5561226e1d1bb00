import { setImmediate } from 'node:timers/promises';

/**
 * Lets callers go on a few in each turn of the event loop, in the order in which they came. Node
 * accepts one new connection a turn (libuv since 1.45): where a turn returns every request that is
 * there, some hundred callers who come at once wait for as many long turns.
 */
export class FairQueue {
  private taken = 0;
  private current = Promise.resolve();

  /** @param most how many go on in one turn. */
  constructor(private readonly most: number) {}

  /** Resolves when it is the caller's turn. */
  async next(): Promise<void> {
    if (this.taken === this.most) {
      this.taken = 0;
      this.current = this.current.then(async () => setImmediate());
    }
    this.taken += 1;
    return this.current;
  }
}
