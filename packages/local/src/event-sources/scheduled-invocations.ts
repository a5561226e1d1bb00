import type { Timers } from '@snacks/adapters-memory';

import type { AsyncInvocations } from '../lambda/async-invocations.js';
import type { LocalFunction } from '../lambda/local-function.js';
import { ACCOUNT } from '../platform/arn.js';

/**
 * Invokes a function asynchronously at a fixed interval, in milliseconds, with the event that an
 * EventBridge schedule sends.
 */
export class ScheduledInvocations {
  private stopped = false;
  private cancel: () => void = () => {};

  constructor(
    private readonly name: string,
    private readonly interval: number,
    private readonly target: LocalFunction,
    private readonly invocations: AsyncInvocations,
    private readonly timers: Timers,
  ) {
    this.arm();
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  private arm(): void {
    if (this.stopped) return;
    const at = this.timers.now() + this.interval;
    this.cancel = this.timers.runAt(at, () => {
      const event = {
        version: '0',
        id: `${this.name}-${at}`,
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: ACCOUNT,
        time: new Date(at).toISOString().replace(/\.\d{3}/, ''),
        region: 'local',
        resources: [`arn:aws:events:local:${ACCOUNT}:rule/${this.name}`],
        detail: {},
      };
      void this.invocations.invoke(this.target, event).finally(() => this.arm()); // never rejects
    });
  }
}
