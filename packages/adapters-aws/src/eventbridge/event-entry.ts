import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, toMilliseconds, type PlatformEvent } from '@snacks/domain';

/** Entries that the bus takes in one request. */
export const MAX_ENTRIES = 10;

/**
 * The most that the entries of one request come to, and so the most of one entry. The service says
 * "1 MB" without saying which: this is the smaller reading.
 */
export const MAX_REQUEST_BYTES = 1_000_000;

/** An event in the form in which the bus takes it. */
export interface EventEntry {
  readonly eventId: string;
  /** What the event is about: an order, or itself. Events of one subject keep their order. */
  readonly subject: string;
  readonly entry: PutEventsRequestEntry;
  /** By the service's rule: 14 for the time, and each text in UTF-8. */
  readonly bytes: number;
}

const TIME_BYTES = 14;
const encoder = new TextEncoder();

/** The entry that carries an event to a bus: its time is when the change was made, not when sent. */
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
