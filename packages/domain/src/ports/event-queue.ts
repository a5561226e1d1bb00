import type { ExternalEvent } from '../external-event/external-event.js';

/**
 * The queue of external events. Once the call resolves, the event is stored safely: the consumer of the
 * queue receives it at least once, and it moves to a dead-letter queue if it fails too often. After an
 * error it is unknown whether the event is in the queue; repeating the call is safe.
 */
export interface EventQueue {
  enqueue(event: ExternalEvent): Promise<void>;
}
