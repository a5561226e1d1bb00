import { isFields, isOrderEvent, type OrderEvent } from '@snacks/domain';

import { UnsupportedEventError } from '../unsupported-event-error.js';

/**
 * Reads an order event in the envelope of EventBridge.
 *
 * @throws {UnsupportedEventError} if the value is not an order event.
 */
export function readOrderEvent(envelope: unknown): OrderEvent {
  const event = isFields(envelope) && { type: envelope['detail-type'], detail: envelope.detail };
  if (isOrderEvent(event)) return event;
  throw new UnsupportedEventError('Expected an order event in the envelope of EventBridge.');
}
