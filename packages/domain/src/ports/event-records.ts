import type { Timestamp } from '../order/timestamp.js';

/** An event of a foreign source, as it was taken in. */
export interface EventRecord {
  readonly eventId: string;
  readonly source: string;
  readonly type: string;
  readonly payload: unknown;
  readonly receivedAt: Timestamp;
}

/** Keeps events of foreign sources, each once. */
export interface EventRecords {
  /** Stores the record; `known` where one with its id is there already, which then stays. */
  add(record: EventRecord): Promise<'added' | 'known'>;

  find(eventId: string): Promise<EventRecord | undefined>;
}
