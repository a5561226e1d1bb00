/**
 * Where the stores do their work. In memory that is done before anything else goes on; a database
 * takes its own time, and a run goes on only when it has answered.
 */
export interface Engine {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when no work is under way and every promise that could go on has gone on. */
  quiet(): Promise<void>;
}

/** Resolves when no microtask is left: then nothing but the clock can go on. */
async function noMicrotaskLeft(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}

/** The stores in memory. */
export const MEMORY: Engine = {
  run: async (work) => work(),
  quiet: noMicrotaskLeft,
};

/** Stores that response when they like: one call after the other, so that each run is the same. */
export class RealTimeEngine implements Engine {
  private last: Promise<unknown> = Promise.resolve();
  private working = 0;

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.working += 1;
    const own = this.last.then(work).finally(() => {
      this.working -= 1;
    });
    this.last = own.catch(() => {});
    return own;
  }

  async quiet(): Promise<void> {
    do {
      await this.last;
      await noMicrotaskLeft();
    } while (this.working > 0);
  }
}
