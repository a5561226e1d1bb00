import type { Timers } from '@snacks/adapters-memory';

import type { ReportFault } from './report-fault.js';

/** Timers that report the errors of their callbacks. An uncaught error would end the process. */
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
        this.report('A timer callback failed.', error);
      }
    });
  }
}
