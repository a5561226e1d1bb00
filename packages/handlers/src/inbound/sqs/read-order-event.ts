import { type OrderEvent, readBusEvent } from '@snacks/domain/events';

import { UnsupportedEventError } from '../unsupported-event-error.js';

/**
 * Reads an order event of the bus. During a deployment, a later version of the platform may have sent it.
 *
 * @throws {UnsupportedEventError} if the value is not an order event.
 */
export function readOrderEvent(envelope: unknown): OrderEvent {
  const { event, refusal } = readBusEvent(envelope, { newerVersions: 'read' });
  if (event !== undefined && event.type !== 'Event Recorded') return event;
  throw new UnsupportedEventError(
    refusal === undefined
      ? 'Expected an order event, not the record of an external event.'
      : `Expected an order event: ${refusal.message}.`,
  );
}
