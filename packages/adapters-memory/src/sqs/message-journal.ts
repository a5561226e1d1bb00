import type { StoredMessage } from './queue-message.js';

/**
 * Stores the messages of queues, so that a later process can restore them: one record per message, under
 * its id. A queue calls it at each change. The calls return at once; a journal may write later, but:
 *
 * - It writes in the order of the calls. Calls without a turn of the event loop in between are written
 *   together or not at all.
 * - {@link flush} is the acknowledgement: who sends a message awaits it before relying on the send.
 */
export interface MessageJournal {
  /** Stores a message, in place of its earlier record. */
  put(message: StoredMessage): void;

  /** Removes the record of a message. */
  delete(messageId: string): void;

  /** Resolves when all earlier calls are written. Rejects if they could not be. */
  flush(): Promise<void>;
}
