import type { RequestApproval } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { idsIn } from '../../observability/logging/ids-in.js';
import { addToLogContext } from '../../observability/logging/log-context.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import { readApprovalTask } from './approval-task.js';

export interface ApprovalRequesterDependencies {
  readonly requestApproval: RequestApproval;
  readonly logger: Logger;
}

/** Asks the approvers for a decision, each time the workflow begins to wait for one. */
export function createApprovalRequester({
  requestApproval,
  logger,
}: ApprovalRequesterDependencies): LambdaHandler<{ readonly outcome: string }> {
  return logged(logger, async (event) => {
    addToLogContext(idsIn(event));
    const { correlationId: _, ...command } = readApprovalTask(event);
    const outcome = await requestApproval.execute(command);
    logger.info(command.reminder ? 'approvers reminded' : 'approvers asked', { outcome });
    return { outcome };
  });
}

/** The function over the use cases of a composition. */
export function approvalRequester(
  composition: CompositionFor<'requestApproval'>,
  own: Pick<ApprovalRequesterDependencies, 'logger'>,
): ReturnType<typeof createApprovalRequester> {
  return createApprovalRequester({
    requestApproval: composition.get(USE_CASES.requestApproval),
    ...own,
  });
}
