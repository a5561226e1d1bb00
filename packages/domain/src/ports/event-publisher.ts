import type { OrderEvent } from '../events/order-event.js';
import type { EventRecorded } from '../external-event/event-recorded.js';

/** Every event of the platform. */
export type PlatformEvent = OrderEvent | EventRecorded;

/** An event that the bus did not take, and why. */
export interface PublishFailure {
  readonly eventId: string;
  /** The bus's word for it, such as `ThrottlingException`. */
  readonly code: string;
  /**
   * Sending this event again cannot help, since the bus refuses the event itself. A refusal of the
   * caller, such as a missing permission, is not final: once that is mended, the event is taken.
   */
  readonly final: boolean;
}

/**
 * Hands committed events to the bus.
 *
 * - An event that is not among the failures was taken by the bus, unchanged.
 * - The events of one order go out in the order given, but the bus promises its consumers none: who
 *   needs it goes by `orderVersion`.
 * - A final failure holds back no later event of its order: what never comes cannot be overtaken.
 * - Taken is at least once: an event may be taken, and its response be lost.
 * - An error leaves open which events were taken; sending all again is safe.
 */
export interface EventPublisher {
  publish(events: readonly PlatformEvent[]): Promise<readonly PublishFailure[]>;
}
