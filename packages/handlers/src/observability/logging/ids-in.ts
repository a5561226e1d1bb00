import { FIELD_RULES, isFields } from '@snacks/domain';

import type { LogFields } from './logger.js';

/**
 * Returns the ids in an event: an order event in the envelope of EventBridge, an external event, or
 * the input of a workflow task. Each id is checked separately, so that the log identifies even an
 * event that cannot be handled. An invalid id is left out, because it may be customer data.
 */
export function idsIn(event: unknown): LogFields {
  const detail = isFields(event) && isFields(event.detail) ? event.detail : event;
  if (!isFields(detail)) return {};
  const { orderId } = detail;
  const { eventId, correlationId } = isFields(detail.metadata) ? detail.metadata : detail;
  const { accepts } = FIELD_RULES.correlationId; // the rule for ids in logs and in the history
  return {
    ...(FIELD_RULES.orderId.accepts(orderId) && { orderId }),
    ...(accepts(eventId) && { eventId }),
    ...(accepts(correlationId) && { correlationId }),
  };
}
