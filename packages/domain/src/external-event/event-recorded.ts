import type { EventMetadata } from '../events/order-event.js';
import type { EventRecord } from '../ports/event-records.js';
import type { Refusal } from './external-event.js';

/** The version of the schema of {@link EventRecorded}. Raised with the schema, never without it. */
export const EVENT_RECORDED_VERSION = 1;

/** An external event was stored: what the bus carries of it. */
export interface EventRecorded {
  readonly type: 'Event Recorded';
  readonly detail: {
    /** The id that the sender was told. */
    readonly eventId: string;
    readonly source: string;
    readonly type: string;
    readonly payload: unknown;
    readonly refusal?: Refusal;
    /** Its `eventId` is the same however often the event is announced: deduplicate by it. */
    readonly metadata: Omit<EventMetadata, 'orderVersion'>;
  };
}

/** The announcement of a record. The same record always gives the same one. */
export function eventRecorded(record: EventRecord): EventRecorded {
  const { eventId, source, type, payload, refusal, receivedAt, correlationId } = record;
  return {
    type: 'Event Recorded',
    detail: {
      eventId,
      source,
      type,
      payload,
      ...(refusal !== undefined && { refusal }),
      metadata: {
        eventId: `${eventId}:1:0`,
        schemaVersion: EVENT_RECORDED_VERSION,
        occurredAt: receivedAt,
        correlationId,
        causationId: eventId,
      },
    },
  };
}
