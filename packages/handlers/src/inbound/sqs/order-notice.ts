import { FIELD_RULES } from '@snacks/domain';
import { readBusEvent, type OrderNotice } from '@snacks/domain/events';

import { UnsupportedEventError } from '../unsupported-event-error.js';

/**
 * Reads which order an event of the bus is about. The handler reads the order from the store, so the type
 * and the version of the event do not matter: a later version of the platform may have sent it.
 *
 * @throws {UnsupportedEventError} if the value is not an order event.
 */
export function readOrderNotice(envelope: unknown): OrderNotice {
  const { notice, refusal } = readBusEvent(envelope);
  const { accepts } = FIELD_RULES.correlationId; // safe for logs and for the history
  if (notice !== undefined && accepts(notice.eventId) && accepts(notice.correlationId)) {
    const { envelopeId, ...required } = notice;
    return accepts(envelopeId) ? notice : required;
  }
  throw new UnsupportedEventError(
    `Expected an order event with ids: ${refusal?.message ?? 'detail.metadata is not valid'}.`,
  );
}
