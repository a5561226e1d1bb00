import type { Clock } from '@snacks/domain';

/** The machine's time. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }
}
