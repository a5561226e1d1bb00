import type { OrderEvent } from '../events/order-event.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import { aChangeBy, aPlacing } from './builders.js';
import { assertEqual, present } from './assertions.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';

/** A publisher, and what a test needs to observe and control its bus. */
export interface EventPublisherUnderTest {
  readonly publisher: EventPublisher;
  /** Every event that the bus accepted, unchanged and in their order. */
  readonly taken: () => Promise<readonly OrderEvent[]>;
  /** Makes the bus refuse the event with this id, either for now or finally. */
  readonly refuse: (eventId: string, isFinal: boolean) => Promise<void>;
}

function someEvents(count: number): OrderEvent[] {
  return Array.from({ length: count }, () => aPlacing().events).flat();
}

/** Tests the guarantees of the {@link EventPublisher} port that a test can observe. */
export function eventPublisherContract(
  functions: TestFunctions,
  createSubject: () => Promise<EventPublisherUnderTest>,
  options: ContractOptions<EventPublisherUnderTest> = {},
): void {
  const { describe, it } = contractSuite('EventPublisher', functions, createSubject, options);
  describe('an event publisher', () => {
    it('publishes any number of events, unchanged and in their order', async (create) => {
      const { publisher, taken } = await create();
      const events = someEvents(25);

      assertEqual(await publisher.publish(events), [], 'failures');

      assertEqual(await taken(), events, 'events on the bus');
    });

    it('publishes nothing without events', async (create) => {
      const { publisher, taken } = await create();

      assertEqual(await publisher.publish([]), [], 'failures');

      assertEqual(await taken(), [], 'events on the bus');
    });

    it('returns a failure for exactly the events that the bus refused', async (create) => {
      const { publisher, taken, refuse } = await create();
      const events = someEvents(25);
      const refused = [events[2], events[24]].map(
        (event) => present(event, 'event').detail.metadata.eventId,
      );
      for (const eventId of refused) await refuse(eventId, false);

      const failures = await publisher.publish(events);

      assertEqual(
        failures.map(({ eventId }) => eventId),
        refused,
        'failures',
      );
      const expected = events.filter(({ detail }) => !refused.includes(detail.metadata.eventId));
      assertEqual(await taken(), expected, 'events on the bus');
    });

    it('returns which failures are final', async (create) => {
      const { publisher, refuse } = await create();
      const events = someEvents(3);
      const [refusedForNow, refusedFinally] = events.map(({ detail }) => detail.metadata.eventId);
      await refuse(present(refusedForNow, 'event'), false);
      await refuse(present(refusedFinally, 'event'), true);

      const failures = await publisher.publish(events);

      assertEqual(
        failures.map(({ eventId, final: isFinal }) => [eventId, isFinal]),
        [
          [refusedForNow, false],
          [refusedFinally, true],
        ],
        'failures',
      );
    });

    it("publishes an order's events after one with a final refusal", async (create) => {
      const { publisher, taken, refuse } = await create();
      const { order, events } = aPlacing();
      const later = present(aChangeBy('update', order), 'change').events;
      for (const { detail } of events) await refuse(detail.metadata.eventId, true);

      await publisher.publish([...events, ...later]);

      assertEqual(await taken(), later, 'events on the bus');
    });
  });
}
