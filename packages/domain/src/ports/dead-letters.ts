import { EVENT_SOURCE } from '../events/order-event.js';
import type { PlatformEvent } from './event-publisher.js';

/** An event that the bus has refused for good, and the bus's word for it. */
export interface DeadLetter<E extends PlatformEvent = PlatformEvent> {
  readonly event: E;
  readonly code: string;
}

/**
 * Keeps what can go no further.
 *
 * - Once the call resolves, the event is kept until an operator takes it, as it was committed.
 * - At least once: after an error it is open whether it is kept, and adding it again is safe.
 */
export interface DeadLetters {
  add(letter: DeadLetter): Promise<void>;
}

/** A dead letter as an operator reads it: what the bus is to be given again, and why it refused. */
export interface DeadLetterMessage {
  readonly source: string;
  readonly 'detail-type': PlatformEvent['type'];
  readonly detail: PlatformEvent['detail'];
  readonly refusal: { readonly code: string };
}

/** The message of a dead letter, in whatever queue it is kept. */
export function toDeadLetterMessage({ event, code }: DeadLetter): DeadLetterMessage {
  const { type, detail } = event;
  return { source: EVENT_SOURCE, 'detail-type': type, detail, refusal: { code } };
}
