import type { ExternalEvent, Refusal } from '../external-event/external-event.js';

/** An external event as it is stored. */
export interface EventRecord extends ExternalEvent {
  /** Why the event had no effect, if it asked for something that was refused. */
  readonly refusal?: Refusal;
}

/**
 * Stores external events, each once.
 *
 * - Arguments and results are copies: a caller that changes them does not change the stored record.
 * - `find` returns every record whose `add` was acknowledged before the call.
 * - After an error it is unknown whether the record was stored; repeating the call is safe.
 */
export interface EventRecords {
  /**
   * Stores the record. Returns `known` if a record with its id exists, which stays as it is. Of any
   * number of concurrent calls for one id, exactly one adds the record.
   */
  add(record: EventRecord): Promise<'added' | 'known'>;

  /** The record as it was stored; `undefined` if there is none. */
  find(eventId: string): Promise<EventRecord | undefined>;
}
