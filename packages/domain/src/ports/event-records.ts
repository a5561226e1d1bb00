import type { ExternalEvent, Refusal } from '../external-event/external-event.js';

/** An external event, as it was taken in. */
export interface EventRecord extends ExternalEvent {
  /** Why nothing came of the event, where it asked for something that was refused. */
  readonly refusal?: Refusal;
}

/**
 * Keeps external events, each once.
 *
 * - What goes in and what comes out are copies: changing one does not change the store.
 * - `find` sees every record whose `add` was acknowledged before it began.
 * - An error leaves open whether the record was stored; repeating the call is safe.
 */
export interface EventRecords {
  /**
   * Stores the record; `known` where one with its id is there already, which then stays. Of any
   * number of concurrent calls for one id, exactly one adds.
   */
  add(record: EventRecord): Promise<'added' | 'known'>;

  /** The record as it was stored, or `undefined`. */
  find(eventId: string): Promise<EventRecord | undefined>;
}
