import { FIELD_RULES, isFields, isOrderReference } from '@snacks/domain';

import { UnsupportedEventError } from '../unsupported-event-error.js';

/** The ids of an order event. The handler reads the order from the store. */
export interface OrderNotice {
  readonly orderId: string;
  readonly eventId: string;
  readonly correlationId: string;
}

/**
 * Reads an order event in the envelope of EventBridge.
 *
 * @throws {UnsupportedEventError} if the value is not an order event.
 */
export function readOrderNotice(envelope: unknown): OrderNotice {
  const detail = isFields(envelope) ? envelope.detail : undefined;
  if (isOrderReference(detail) && 'metadata' in detail && isFields(detail.metadata)) {
    const { eventId, correlationId } = detail.metadata;
    const { accepts } = FIELD_RULES.correlationId; // safe for logs and for the history
    if (accepts(eventId) && accepts(correlationId)) {
      return { orderId: detail.orderId, eventId, correlationId };
    }
  }
  throw new UnsupportedEventError(
    'Expected an order event in the envelope of EventBridge: detail with orderId, status and metadata.',
  );
}
