import type { PlatformEvent } from '@snacks/domain/events';
import type { DeadLetters, EventPublisher } from '@snacks/domain/ports';

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

function withDeadLetters(
  name: string,
  mutate: (deadLetters: DeadLetters) => DeadLetters['add'],
): Mutant {
  return {
    name,
    adapters: (adapters) => {
      const add = mutate(adapters.deadLetters());
      return { ...adapters, deadLetters: () => ({ add }) };
    },
  };
}

/** Bugs in publishing events, and in handling those that the bus refuses for good. */
export const EVENT_MUTANTS: readonly Mutant[] = [
  withPublisher('the relay skips an event that the bus refused', (bus) => async (events) => {
    await bus.publish(events);
    return [];
  }),
  withPublisher('an event that is published again has another id', (bus) => {
    const sent = new Map<string, number>();
    return async (events) => bus.publish(events.map((event) => renumbered(event, sent)));
  }),
  withPublisher('the relay waits for an event that the bus refused for good', (bus) => {
    return async (events) => {
      const failures = await bus.publish(events);
      return failures.map(({ eventId, code }) => ({ eventId, code, final: false }));
    };
  }),
  withDeadLetters('the relay drops an event that the bus refused for good', () => async () => {}),
  withDeadLetters('the relay continues before a dead letter is stored', (deadLetters) => {
    return async (letter) => void deadLetters.add(letter).catch(() => {});
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
