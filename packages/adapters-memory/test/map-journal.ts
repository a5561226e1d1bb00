import type { MessageJournal } from '../src/sqs/message-journal.js';
import type { StoredMessage } from '../src/sqs/queue-message.js';

/** A journal that writes at once. {@link messages} are what a kill at this moment leaves. */
export class MapJournal implements MessageJournal {
  private readonly records: Map<string, StoredMessage>;

  /** @param earlier the journal of an earlier process, which it continues. */
  constructor(earlier?: MapJournal) {
    this.records = new Map(earlier?.records);
  }

  put(message: StoredMessage): void {
    this.records.set(message.messageId, message);
  }

  delete(messageId: string): void {
    this.records.delete(messageId);
  }

  async flush(): Promise<void> {}

  messages(queue: string): readonly StoredMessage[] {
    return Array.from(this.records.values()).filter((message) => message.queue === queue);
  }
}
