import type { Timers } from '@snacks/adapters-memory';
import { SystemClock } from '@snacks/handlers';

/** The longest delay of Node's timers. A later time is reached in several steps. */
const MAX_DELAY = 2 ** 31 - 1;

/** The machine's clock and timers. */
export class SystemTimers extends SystemClock implements Timers {
  runAt(at: number, run: () => void): () => void {
    if (at <= this.now()) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    }
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const delay = Math.max(0, at - this.now());
      timer = setTimeout(() => (this.now() >= at ? run() : arm()), Math.min(delay, MAX_DELAY));
    };
    arm();
    return () => clearTimeout(timer);
  }
}
