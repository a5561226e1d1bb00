import { FIELD_RULES, isFields } from '@snacks/domain';

import type { LogFields } from './logger.js';

/**
 * The ids that an event names: an order event in the envelope of EventBridge, an external event, or
 * what a workflow hands over. Each is looked at by itself, so that an event that cannot be handled
 * still says which one it is; what could not be an id is left out, since it may be anything.
 */
export function idsIn(event: unknown): LogFields {
  const detail = isFields(event) && isFields(event.detail) ? event.detail : event;
  if (!isFields(detail)) return {};
  const { orderId } = detail;
  const { eventId, correlationId } = isFields(detail.metadata) ? detail.metadata : detail;
  const { accepts } = FIELD_RULES.correlationId; // what may stand in logs and in the history
  return {
    ...(FIELD_RULES.orderId.accepts(orderId) && { orderId }),
    ...(accepts(eventId) && { eventId }),
    ...(accepts(correlationId) && { correlationId }),
  };
}
