import type { EventMetadata } from '../events/order-event.js';
import type { EventRecord } from '../ports/event-records.js';
import type { Refusal } from './external-event.js';

/** The version of the schema of {@link EventRecorded}. Raised with the schema, never without it. */
export const EVENT_RECORDED_VERSION = 1;

/** The event that announces on the bus that an external event was stored. */
export interface EventRecorded {
  readonly type: 'Event Recorded';
  readonly detail: {
    /** The id that the sender received. */
    readonly eventId: string;
    readonly source: string;
    readonly type: string;
    readonly payload: unknown;
    readonly refusal?: Refusal;
    /** Its `eventId` is the same in every announcement of the event: deduplicate by it. */
    readonly metadata: Omit<EventMetadata, 'orderVersion'>;
  };
}

/** The announcement of a record. The same record always gives the same announcement. */
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
