import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { toMilliseconds } from '@snacks/domain';
import { EVENT_SOURCE, type PlatformEvent } from '@snacks/domain/events';

/** The bus's limit for the number of entries in one request. */
export const MAX_ENTRIES = 10;

/**
 * The bus's limit for the entries of one request together, in bytes. The documentation says "1 MB";
 * this is its smaller meaning.
 */
export const MAX_REQUEST_BYTES = 1_000_000;

/** An event as an entry of a request. */
export interface EventEntry {
  readonly eventId: string;
  /** The id of the event's order, or of the external event. Events of one subject stay in order. */
  readonly subject: string;
  readonly entry: PutEventsRequestEntry;
  /** The size by EventBridge's rule: 14 bytes for the time, and the UTF-8 bytes of each text. */
  readonly bytes: number;
}

const TIME_BYTES = 14;
const encoder = new TextEncoder();

/** Returns the entry of an event. Its time is the time of the change, not of sending. */
export function toEntry({ type, detail }: PlatformEvent, busName: string): EventEntry {
  const { eventId, occurredAt } = detail.metadata;
  const text = JSON.stringify(detail);
  return {
    eventId,
    subject: 'orderId' in detail ? detail.orderId : detail.eventId,
    entry: {
      EventBusName: busName,
      Source: EVENT_SOURCE,
      DetailType: type,
      Detail: text,
      Time: new Date(toMilliseconds(occurredAt)),
    },
    bytes:
      TIME_BYTES +
      [EVENT_SOURCE, type, text].reduce((sum, part) => sum + encoder.encode(part).length, 0),
  };
}
