import { FIELD_RULES, isFields } from '@snacks/domain';
import type { StartApprovalCommand } from '@snacks/domain/use-cases';

import { UnsupportedEventError } from '../inbound/unsupported-event-error.js';

/**
 * Reads the input that the workflow passes to each of its functions: the order and the correlation id.
 *
 * @throws {UnsupportedEventError} if the event is not such an input.
 */
export function readWorkflowInput(event: unknown): StartApprovalCommand {
  if (
    isFields(event) &&
    FIELD_RULES.orderId.accepts(event.orderId) &&
    FIELD_RULES.correlationId.accepts(event.correlationId)
  ) {
    return { orderId: event.orderId, correlationId: event.correlationId };
  }
  throw new UnsupportedEventError('Expected the input of the workflow: orderId and correlationId.');
}
