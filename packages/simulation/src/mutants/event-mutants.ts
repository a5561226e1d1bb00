import type { EventPublisher, PlatformEvent } from '@snacks/domain';

import type { Mutant } from './mutant.js';

function withPublisher(
  name: string,
  mutate: (bus: EventPublisher) => EventPublisher['publish'],
): Mutant {
  return {
    name,
    adapters: (adapters) => {
      const publish = mutate(adapters.publisher());
      return { ...adapters, publisher: () => ({ publish }) };
    },
  };
}

/** Bugs in how events get to the bus. */
export const EVENT_MUTANTS: readonly Mutant[] = [
  withPublisher('the relay skips an event that the bus refused', (bus) => async (events) => {
    await bus.publish(events);
    return [];
  }),
  withPublisher('an event that is sent again has another id', (bus) => {
    const sent = new Map<string, number>();
    return async (events) => bus.publish(events.map((event) => renumbered(event, sent)));
  }),
];

function renumbered(event: PlatformEvent, sent: Map<string, number>): PlatformEvent {
  const { eventId } = event.detail.metadata;
  const times = (sent.get(eventId) ?? 0) + 1;
  sent.set(eventId, times);
  if (times === 1) return event;
  const copy = structuredClone(event);
  Object.assign(copy.detail.metadata, { eventId: `${eventId}:${times}` });
  return copy;
}
