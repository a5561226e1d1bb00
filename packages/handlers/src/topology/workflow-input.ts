import { FIELD_RULES, isFields, type StartApprovalCommand } from '@snacks/domain';

import { UnsupportedEventError } from '../inbound/unsupported-event-error.js';

/**
 * Reads what the workflow hands to each of its functions: which order, and in the course of what.
 *
 * @throws {UnsupportedEventError} where it is something else.
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
