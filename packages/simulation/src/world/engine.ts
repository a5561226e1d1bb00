/**
 * Executes the work of the stores. In memory, it is done before simulated time continues. A database takes
 * real time, so the run waits for it.
 */
export interface Engine {
  execute<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when no work is running and no microtask is left. */
  waitUntilIdle(): Promise<void>;
}

/** Resolves when no microtask is left: then only the clock can start something. */
async function waitForMicrotasks(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

/** For stores in memory. */
export const MEMORY_ENGINE: Engine = {
  execute: async (work) => work(),
  waitUntilIdle: waitForMicrotasks,
};

/** For stores that take real time. Their calls run one after the other, so that each run is the same. */
export class RealTimeEngine implements Engine {
  private last: Promise<unknown> = Promise.resolve();
  private pending = 0;

  async execute<T>(work: () => Promise<T>): Promise<T> {
    this.pending += 1;
    const own = this.last.then(work).finally(() => {
      this.pending -= 1;
    });
    this.last = own.catch(() => {});
    return own;
  }

  async waitUntilIdle(): Promise<void> {
    do {
      await this.last;
      await waitForMicrotasks();
    } while (this.pending > 0);
  }
}
