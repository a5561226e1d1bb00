import { EVENT_SOURCE } from '../events/order-event.js';
import type { PlatformEvent } from '../events/platform-event.js';

/** An event whose refusal by the bus is final. */
export interface DeadLetter<E extends PlatformEvent = PlatformEvent> {
  readonly event: E;
  /** The error code of the bus. */
  readonly code: string;
}

/**
 * Stores events that cannot be published.
 *
 * - Once the call resolves, the event is stored as it was committed, until an operator removes it.
 * - At least once: after an error it is unknown whether the event is stored; adding it again is safe.
 */
export interface DeadLetters {
  add(letter: DeadLetter): Promise<void>;
}

/** A dead letter as an operator reads it: the event to publish again, and why the bus refused it. */
export interface DeadLetterMessage {
  readonly source: string;
  readonly 'detail-type': PlatformEvent['type'];
  readonly detail: PlatformEvent['detail'];
  readonly refusal: { readonly code: string };
}

/** The message of a dead letter, for any queue. */
export function toDeadLetterMessage({ event, code }: DeadLetter): DeadLetterMessage {
  const { type, detail } = event;
  return { source: EVENT_SOURCE, 'detail-type': type, detail, refusal: { code } };
}
