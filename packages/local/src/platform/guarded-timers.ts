import type { Timers } from '@snacks/adapters-memory';

import type { ReportFault } from './report-fault.js';

/** Timers that report what a callback throws: thrown into the event loop, it would end the process. */
export class GuardedTimers implements Timers {
  constructor(
    private readonly timers: Timers,
    private readonly report: ReportFault,
  ) {}

  now(): number {
    return this.timers.now();
  }

  runAt(at: number, run: () => void): () => void {
    return this.timers.runAt(at, () => {
      try {
        run();
      } catch (error) {
        this.report('What was to be done at a time has failed.', error);
      }
    });
  }
}
