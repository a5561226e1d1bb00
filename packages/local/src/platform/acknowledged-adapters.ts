import type { MessageJournal } from '@snacks/adapters-memory';
import type { Adapters } from '@snacks/handlers';

/**
 * Makes the ports that send messages resolve only when a journal has written the messages. Otherwise a
 * function could store that an event is handled, and the end of the process would lose its message.
 */
export function acknowledgedAdapters(adapters: Adapters, journal: MessageJournal): Adapters {
  const [publisher, deadLetters] = [adapters.publisher(), adapters.deadLetters()];
  const eventQueue = adapters.eventQueue();
  return {
    ...adapters,
    publisher: () => ({
      publish: async (events) => {
        const failures = await publisher.publish(events);
        await journal.flush();
        return failures;
      },
    }),
    deadLetters: () => ({
      add: async (letter) => {
        await deadLetters.add(letter);
        await journal.flush();
      },
    }),
    eventQueue: () => ({
      enqueue: async (event) => {
        await eventQueue.enqueue(event);
        await journal.flush();
      },
    }),
  };
}
