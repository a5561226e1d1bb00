import { setImmediate as turn } from 'node:timers/promises';
import { ManualClock, SeededIdGenerator } from '@snacks/adapters-memory';
import { BUILT_AT } from '@snacks/domain/testing';
import { PinoLogger } from '@snacks/handlers';

import { Platform, type PlatformOptions } from '../src/platform.js';

/** A platform whose time only the test moves. */
export function manualPlatform(options: Pick<PlatformOptions, 'wrapPublisher' | 'store'> = {}) {
  const clock = new ManualClock(BUILT_AT);
  const platform = new Platform({
    timers: clock,
    ids: new SeededIdGenerator(1),
    loggerOf: (service) => new PinoLogger({ service, level: 'silent' }),
    ...options,
  });

  /** Moves time on, a millisecond at a time, until nothing is under way. */
  async function settle(): Promise<void> {
    for (let moves = 0; moves < 10_000; moves += 1) {
      await turn();
      clock.advanceBy(1);
      await turn();
      if (platform.idle) return;
    }
    throw new Error('The platform does not come to rest.');
  }

  /** Moves time on by so much, with all that happens on the way, then waits for rest. */
  async function pass(milliseconds: number): Promise<void> {
    const end = clock.now() + milliseconds;
    for (let next = clock.nextAt(); next !== undefined && next <= end; next = clock.nextAt()) {
      clock.advanceTo(next);
      await turn();
    }
    clock.advanceTo(end);
    await settle();
  }

  return { clock, platform, settle, pass };
}
