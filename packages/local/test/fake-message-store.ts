import type { StoredMessage } from '@snacks/adapters-memory';
import type { MessageStore, RestoredMessage } from '../src/store/message-store.js';

/** A store of messages in memory, whose writes a test can hold back. */
export class FakeMessageStore implements MessageStore {
  readonly records = new Map<string, StoredMessage>();
  /** The error of each flush. */
  failure: Error | undefined;
  private written: Promise<void> = Promise.resolve();

  constructor(readonly restored: readonly RestoredMessage[] = []) {
    for (const message of restored) this.put(message);
  }

  put(message: StoredMessage): void {
    this.records.set(message.messageId, message);
  }

  delete(messageId: string): void {
    this.records.delete(messageId);
  }

  addLastTry(): void {}

  /** Writes nothing until the returned function is called. */
  holdBack(): () => void {
    const release: (() => void)[] = [];
    this.written = new Promise((resolve) => release.push(resolve));
    return () => {
      for (const each of release) each();
    };
  }

  async flush(): Promise<void> {
    await this.written;
    if (this.failure !== undefined) throw this.failure;
  }
}
