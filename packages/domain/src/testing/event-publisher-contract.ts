import type { OrderEvent } from '../events/order-event.js';
import type { EventPublisher } from '../ports/event-publisher.js';
import { aChangeBy, aPlacing } from './builders.js';
import { assertEqual, present, type TestFunctions } from './test-functions.js';

/** A publisher, and the bus behind it as a test sees it. */
export interface EventPublisherUnderTest {
  readonly publisher: EventPublisher;
  /** Every event that the bus took, as it came, in its order. */
  readonly taken: () => Promise<readonly OrderEvent[]>;
  /** From now on the bus refuses the event with this id: for a reason that may pass, or for good. */
  readonly refuse: (eventId: string, forGood: boolean) => Promise<void>;
}

function someEvents(count: number): OrderEvent[] {
  return Array.from({ length: count }, () => aPlacing().events).flat();
}

/** Tests every sentence of the {@link EventPublisher} port that a bus can be made to show. */
export function eventPublisherContract(
  { describe, it }: TestFunctions,
  create: () => Promise<EventPublisherUnderTest>,
): void {
  describe('an event publisher', () => {
    it('hands over every event unchanged and in order, however many', async () => {
      const { publisher, taken } = await create();
      const events = someEvents(25);

      assertEqual(await publisher.publish(events), [], 'failures');

      assertEqual(await taken(), events, 'events on the bus');
    });

    it('has nothing to do where there is no event', async () => {
      const { publisher, taken } = await create();

      assertEqual(await publisher.publish([]), [], 'failures');

      assertEqual(await taken(), [], 'events on the bus');
    });

    it('names exactly the events that the bus did not take', async () => {
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

    it('says which of them the bus will never take', async () => {
      const { publisher, refuse } = await create();
      const events = someEvents(3);
      const [passing, final] = events.map(({ detail }) => detail.metadata.eventId);
      await refuse(present(passing, 'event'), false);
      await refuse(present(final, 'event'), true);

      const failures = await publisher.publish(events);

      assertEqual(
        failures.map(({ eventId, final: isFinal }) => [eventId, isFinal]),
        [
          [passing, false],
          [final, true],
        ],
        'failures',
      );
    });

    it("hands over an order's events behind one that the bus will never take", async () => {
      const { publisher, taken, refuse } = await create();
      const { order, events } = aPlacing();
      const later = present(aChangeBy('update', order), 'change').events;
      for (const { detail } of events) await refuse(detail.metadata.eventId, true);

      await publisher.publish([...events, ...later]);

      assertEqual(await taken(), later, 'events on the bus');
    });
  });
}
