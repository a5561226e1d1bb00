import { afterEach, describe, expect, it } from '@jest/globals';
import type { OrderEvent } from '@snacks/domain/events';
import { aPlacing } from '@snacks/domain/testing';

import { startEventBus, type BusFault, type EventBus } from '../../test/event-bus.js';
import { EventBridgeEventPublisher } from './eventbridge-event-publisher.js';

const buses: EventBus[] = [];

afterEach(async () => {
  await Promise.all(buses.splice(0).map(async (bus) => bus.stop()));
});

/** A publisher that tries once, and the faults of the bus's requests as they arrive. */
async function aPublisher(...faults: readonly (BusFault | undefined)[]) {
  const bus = await startEventBus({ requestTimeout: 1_000 });
  buses.push(bus);
  bus.break(...faults);
  const publisher = new EventBridgeEventPublisher(bus.client, { busName: 'orders', attempts: 1 });
  return { publisher, bus };
}

const eventsOfOrders = (count: number): OrderEvent[] =>
  Array.from({ length: count }, () => aPlacing().events).flat();

const idsOf = (events: readonly OrderEvent[]) =>
  events.map(({ detail }) => detail.metadata.eventId);

describe('requests with events of different orders', () => {
  it('are made ten at once, and no more', async () => {
    const { publisher, bus } = await aPublisher(
      ...Array.from({ length: 10 }, () => 'silent' as const),
    );

    // A silent bus never ends a request, so each of them begins without the response of another.
    const failures = await publisher.publish(eventsOfOrders(120));

    expect(bus.requests.map((ids) => ids.length)).toEqual(Array.from({ length: 10 }, () => 10));
    expect(failures).toHaveLength(120);
  });

  it('have results of their own: if one fails, the events of the others are taken', async () => {
    const { publisher, bus } = await aPublisher(undefined, 'cut off', undefined);
    const events = eventsOfOrders(30);

    const failures = await publisher.publish(events);

    expect(failures).toHaveLength(10);
    const failed = failures.map(({ eventId }) => eventId);
    expect([...idsOf(bus.taken()), ...failed].sort()).toEqual(idsOf(events).sort());
  });
});
