import { isFields, type RequestApprovalCommand } from '@snacks/domain';

import { UnsupportedEventError } from '../../inbound/unsupported-event-error.js';
import { readWorkflowInput } from '../../topology/workflow-input.js';

/** What the workflow hands over when it begins to wait. */
export interface ApprovalTask extends RequestApprovalCommand {
  readonly correlationId: string;
}

/** Step Functions promises no more than this. */
const MAX_TOKEN = 2_048;

/** @throws {UnsupportedEventError} where it is something else. */
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
