import type { ExternalEvent } from '../external-event/external-event.js';

/**
 * Takes external events for later. Once the call resolves, the event is safe: whoever
 * consumes the queue gets it at least once, and it is set aside where it fails again and again. An
 * error leaves open whether it was taken.
 */
export interface EventQueue {
  enqueue(event: ExternalEvent): Promise<void>;
}
