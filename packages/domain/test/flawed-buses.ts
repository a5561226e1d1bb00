import type { OrderEvent } from '../src/events/order-event.js';
import type { PublishFailure } from '../src/ports/event-publisher.js';
import { eventId, FakeBus } from './fake-bus.js';

/** Reports no failure. */
export class IgnoresItsFailures extends FakeBus {
  override async publish(events: readonly OrderEvent[]): Promise<readonly PublishFailure[]> {
    await super.publish(events);
    return [];
  }
}

/** Reports no refusal as final. */
export class ReportsNoFinalRefusal extends FakeBus {
  override async publish(events: readonly OrderEvent[]): Promise<readonly PublishFailure[]> {
    const failures = await super.publish(events);
    return failures.map(({ eventId: id, code }) => ({ eventId: id, code, final: false }));
  }
}

/** Holds back all events after a refusal, even a final one. */
export class StopsAtEveryRefusal extends FakeBus {
  override async publish(events: readonly OrderEvent[]): Promise<readonly PublishFailure[]> {
    for (const [index, event] of events.entries()) {
      const failures = await super.publish([event]);
      if (failures.length === 0) continue;
      const heldBack = events.slice(index + 1).map((later) => ({
        eventId: eventId(later),
        code: 'HELD_BACK',
        final: false,
      }));
      return [...failures, ...heldBack];
    }
    return [];
  }
}
