import type { EventPublisher, PlatformEvent, PublishFailure } from '@snacks/domain';

import type { SeededRandom } from '../world/seeded-random.js';
import type { InvariantChecker } from '../checkers/invariant-checker.js';
import type { Network } from '../world/network.js';
import type { OrderLabels } from '../workload/order-labels.js';
import type { Timeline } from '../cli/timeline.js';

/** What a bus that refuses events is told when it is made. */
export interface RefusingBusOptions {
  readonly chance: SeededRandom;
  /** The probability that an event is refused for good. */
  readonly rate: number;
  readonly leftOut: ReadonlySet<string>;
  readonly network: Network;
  readonly checker: InvariantChecker;
  readonly labels: OrderLabels;
  readonly timeline: Timeline;
}

/**
 * A bus that refuses some events for good, as the seed decides: whoever sends one, however often, and
 * also when all other faults are over. Only an operator mends that.
 */
export class RefusingBus implements EventPublisher {
  /** By event: whether the bus refuses it. */
  private readonly decided = new Map<string, boolean>();
  private mended = false;

  constructor(
    private readonly bus: EventPublisher,
    private readonly options: RefusingBusOptions,
  ) {}

  async publish(events: readonly PlatformEvent[]): Promise<readonly PublishFailure[]> {
    const refused = events.filter((event) => !this.mended && this.refuses(event));
    const failures = await this.bus.publish(events.filter((event) => !refused.includes(event)));
    return [
      ...failures,
      ...refused.map(({ detail }) => ({
        eventId: detail.metadata.eventId,
        code: 'MalformedDetail',
        final: true,
      })),
    ];
  }

  /** From now on every event is taken. */
  mend(): void {
    this.mended = true;
  }

  private refuses(event: PlatformEvent): boolean {
    const { eventId } = event.detail.metadata;
    const known = this.decided.get(eventId);
    if (known !== undefined) return known;
    const decision = this.decide(event);
    this.decided.set(eventId, decision);
    return decision;
  }

  private decide(event: PlatformEvent): boolean {
    const { chance, rate, leftOut, network, checker, labels, timeline } = this.options;
    const name = `refusal of ${labels.ofEvent(event)}`;
    if (network.isCalm || leftOut.has(name) || !chance.of(name).happens(rate)) return false;
    network.disturbed.push(name);
    timeline.add(() => `the bus will never take ${labels.ofEvent(event)}`);
    checker.refused(event);
    return true;
  }
}
