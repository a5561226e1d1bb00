import type { PlatformEvent } from '@snacks/domain/events';
import type { EventPublisher, PublishFailure } from '@snacks/domain/ports';

import type { SeededRandom } from '../world/seeded-random.js';
import type { InvariantChecker } from '../checkers/invariant-checker.js';
import type { Network } from '../world/network.js';
import type { OrderLabels } from '../workload/order-labels.js';
import type { Timeline } from '../cli/timeline.js';

/** The options of a `RefusingBus`. */
export interface RefusingBusOptions {
  readonly random: SeededRandom;
  /** The probability that an event is refused for good. */
  readonly rate: number;
  readonly leftOut: ReadonlySet<string>;
  readonly network: Network;
  readonly checker: InvariantChecker;
  readonly labels: OrderLabels;
  readonly timeline: Timeline;
}

/**
 * A bus that refuses some events for good, as the seed decides: from every sender and on every try, also
 * after all other faults have stopped, until an operator fixes the bus.
 */
export class RefusingBus implements EventPublisher {
  /** By event id: whether the bus refuses it. */
  private readonly refusals = new Map<string, boolean>();
  private fixed = false;

  constructor(
    private readonly bus: EventPublisher,
    private readonly options: RefusingBusOptions,
  ) {}

  async publish(events: readonly PlatformEvent[]): Promise<readonly PublishFailure[]> {
    const refused = events.filter((event) => !this.fixed && this.refuses(event));
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

  /** The bus accepts every event from now on. */
  fix(): void {
    this.fixed = true;
  }

  private refuses(event: PlatformEvent): boolean {
    const { eventId } = event.detail.metadata;
    const known = this.refusals.get(eventId);
    if (known !== undefined) return known;
    const decision = this.decide(event);
    this.refusals.set(eventId, decision);
    return decision;
  }

  private decide(event: PlatformEvent): boolean {
    const { random, rate, leftOut, network, checker, labels, timeline } = this.options;
    const name = `refusal of ${labels.ofEvent(event)}`;
    if (network.faultsStopped || leftOut.has(name) || !random.sequence(name).happens(rate))
      return false;
    network.disturbed.push(name);
    timeline.add(() => `the bus refuses ${labels.ofEvent(event)} for good`);
    checker.refused(event);
    return true;
  }
}
