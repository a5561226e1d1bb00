import type { PlatformEvent } from '../events/platform-event.js';

/** An event that the bus did not accept, and the reason. */
export interface PublishFailure {
  readonly eventId: string;
  /** The error code of the bus, such as `ThrottlingException`. */
  readonly code: string;
  /**
   * Whether the bus refuses the event itself, so that a retry cannot succeed. The refusal of a caller,
   * for example without a permission, is not final: it succeeds once the permission is there.
   */
  readonly final: boolean;
}

/**
 * Publishes committed events on the bus.
 *
 * - The bus accepted every event that is not among the failures, unchanged.
 * - The events of one order are sent in the given order. The bus does not guarantee any order to its
 *   consumers, which use `orderVersion` instead.
 * - A final failure does not hold back the later events of its order.
 * - At least once: the bus may accept an event although its response is lost.
 * - After an error it is unknown which events were accepted; sending all of them again is safe.
 */
export interface EventPublisher {
  publish(events: readonly PlatformEvent[]): Promise<readonly PublishFailure[]>;
}
