import type { MessageJournal, StoredMessage } from '@snacks/adapters-memory';
import { ClassicLevel } from 'classic-level';

import type { LogLine } from '../inspection/recent-logs.js';

/** What an earlier process left of a message. */
export interface RestoredMessage extends StoredMessage {
  /** The log line of its last try, which says why it is a dead letter. */
  readonly lastTry?: LogLine;
}

/** Stores the messages of all queues, and why the dead letters among them failed. */
export interface MessageStore extends MessageJournal {
  /** The messages that an earlier process left. */
  readonly restored: readonly RestoredMessage[];
  /** Adds the log line of a message's last try to its record, when it is next written. */
  addLastTry(messageId: string, line: LogLine): void;
}

export interface LevelMessageStoreOptions {
  /** The folder of the database. Only one process can open it. */
  readonly folder: string;
  /** Called when changes could not be written. They are tried again with the next ones. */
  readonly onError: (error: unknown) => void;
}

/** One record per message, under its id. */
type Database = ClassicLevel<string, RestoredMessage>;

/**
 * Stores messages in a LevelDB. It writes all changes of a moment in one batch, and the changes that come
 * meanwhile in the next. LevelDB writes a batch wholly or not at all: after a kill, the records are those of
 * one earlier moment, not before the latest {@link flush} that resolved.
 */
export class LevelMessageStore implements MessageStore {
  /** The changes that no batch has yet: a message, or `undefined` if it was deleted. */
  private changes = new Map<string, StoredMessage | undefined>();
  private readonly lastTries = new Map<string, LogLine>();
  /** The batch that will have the changes, once the one before it is written. */
  private next: Promise<void> | undefined;
  private latest: Promise<void> = Promise.resolve();
  private closed = false;

  private constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void,
    readonly restored: readonly RestoredMessage[],
  ) {
    for (const { messageId, lastTry } of restored) {
      if (lastTry !== undefined) this.addLastTry(messageId, lastTry);
    }
  }

  /**
   * Opens the database, and reads what an earlier process left.
   *
   * @throws the error of the database if it cannot be opened.
   */
  static async open({ folder, onError }: LevelMessageStoreOptions): Promise<LevelMessageStore> {
    const database: Database = new ClassicLevel(folder, { valueEncoding: 'json' });
    await database.open();
    return new LevelMessageStore(database, onError, await database.values().all());
  }

  put(message: StoredMessage): void {
    this.change(message.messageId, message);
  }

  delete(messageId: string): void {
    this.change(messageId, undefined);
  }

  addLastTry(messageId: string, line: LogLine): void {
    this.lastTries.set(messageId, line);
  }

  async flush(): Promise<void> {
    if (this.changes.size > 0) this.schedule(); // also those of a failed batch
    await this.latest;
  }

  /** Writes the remaining changes, and closes the database. Later changes are lost, as after a kill. */
  async close(): Promise<void> {
    this.closed = true;
    await this.flush().catch(() => {}); // it is reported
    await this.database.close();
  }

  private change(messageId: string, message: StoredMessage | undefined): void {
    if (this.closed) return;
    this.changes.set(messageId, message);
    this.schedule();
  }

  private schedule(): void {
    if (this.next !== undefined) return;
    this.next = this.writeAfter(this.latest);
    this.latest = this.next;
    this.next.catch(this.onError);
  }

  private async writeAfter(previous: Promise<void>): Promise<void> {
    await previous.catch(() => {}); // it also ends the call, whose changes are then in one batch
    this.next = undefined;
    const { changes } = this;
    this.changes = new Map();
    try {
      await this.write(changes);
    } catch (error) {
      this.changes = new Map([...changes, ...this.changes]);
      throw error;
    }
  }

  private async write(changes: ReadonlyMap<string, StoredMessage | undefined>): Promise<void> {
    const batch = this.database.batch();
    for (const [messageId, message] of changes) {
      if (message === undefined) {
        batch.del(messageId);
        this.lastTries.delete(messageId);
      } else {
        const lastTry = this.lastTries.get(messageId);
        batch.put(messageId, lastTry === undefined ? message : { ...message, lastTry });
      }
    }
    await batch.write();
  }
}
