import { setImmediate } from 'node:timers/promises';

/**
 * Admits a limited number of callers per turn of the event loop, first come, first served. Node
 * accepts one new connection per turn (libuv since 1.45). If each turn handled every pending request,
 * a hundred simultaneous callers would wait for a hundred long turns.
 */
export class FairQueue {
  private admitted = 0;
  private turn = Promise.resolve();

  /** @param perTurn the maximum number of callers per turn. */
  constructor(private readonly perTurn: number) {}

  /** Resolves when it is the caller's turn. */
  async waitForTurn(): Promise<void> {
    if (this.admitted === this.perTurn) {
      this.admitted = 0;
      this.turn = this.turn.then(async () => setImmediate());
    }
    this.admitted += 1;
    return this.turn;
  }
}
