import { isFields } from '@snacks/domain';
import type { RequestApprovalCommand } from '@snacks/domain/use-cases';

import { UnsupportedEventError } from '../../inbound/unsupported-event-error.js';
import { readWorkflowInput } from '../../topology/workflow-input.js';

/** The input that the workflow sends when it begins to wait. */
export interface ApprovalTask extends RequestApprovalCommand {
  readonly correlationId: string;
}

/** Characters of a task token, by the API of Step Functions. */
const MAX_TOKEN = 2_048;

/**
 * Reads the input of the approval requester.
 *
 * @throws {UnsupportedEventError} if the event is not a task of the workflow.
 */
export function readApprovalTask(event: unknown): ApprovalTask {
  const input = readWorkflowInput(event);
  const { taskToken, secondsLeft, reminder } = isFields(event) ? event : {};
  if (
    typeof taskToken === 'string' &&
    taskToken !== '' &&
    taskToken.length <= MAX_TOKEN &&
    typeof secondsLeft === 'number' &&
    secondsLeft > 0 &&
    typeof reminder === 'boolean'
  ) {
    return { ...input, taskToken, secondsLeft, reminder };
  }
  throw new UnsupportedEventError(
    'Expected a task of the workflow: taskToken, secondsLeft and reminder.',
  );
}
