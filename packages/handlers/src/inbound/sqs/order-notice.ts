import { FIELD_RULES, isFields, isOrderReference } from '@snacks/domain';

import { UnsupportedEventError } from '../unsupported-event-error.js';

/** What the processor needs of the event that wakes it. The order itself it reads from the store. */
export interface OrderNotice {
  readonly orderId: string;
  readonly eventId: string;
  readonly correlationId: string;
}

/**
 * Reads an order event in the envelope of EventBridge.
 *
 * @throws {UnsupportedEventError} if it is not one.
 */
export function readOrderNotice(envelope: unknown): OrderNotice {
  const detail = isFields(envelope) ? envelope.detail : undefined;
  if (isOrderReference(detail) && 'metadata' in detail && isFields(detail.metadata)) {
    const { eventId, correlationId } = detail.metadata;
    const { accepts } = FIELD_RULES.correlationId; // what may stand in logs and in the history
    if (accepts(eventId) && accepts(correlationId)) {
      return { orderId: detail.orderId, eventId, correlationId };
    }
  }
  throw new UnsupportedEventError(
    'Expected an order event in the envelope of EventBridge: detail with orderId, status and metadata.',
  );
}
