import type { SQSBatchResponse } from 'aws-lambda';
import type { StartApproval } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import type { Logger } from '../../observability/logging/logger.js';
import { createNoticeHandler } from '../../inbound/sqs/notice-handler.js';

export interface ApprovalStarterDependencies {
  readonly startApproval: StartApproval;
  readonly logger: Logger;
}

/** Starts or resumes the workflow of each order that waits for approval, on the order's events. */
export function createApprovalStarter({
  startApproval,
  logger,
}: ApprovalStarterDependencies): LambdaHandler<SQSBatchResponse | undefined> {
  return createNoticeHandler(logger, async ({ orderId, correlationId }) => {
    const outcome = await startApproval.execute({ orderId, correlationId });
    if (outcome === 'resumed') logger.warn('interrupted approval workflow resumed', { outcome });
    else logger.info('approval started', { outcome });
  });
}

/** The function over the use cases of a composition. */
export function approvalStarter(
  composition: CompositionFor<'startApproval'>,
  own: Pick<ApprovalStarterDependencies, 'logger'>,
): ReturnType<typeof createApprovalStarter> {
  return createApprovalStarter({
    startApproval: composition.get(USE_CASES.startApproval),
    ...own,
  });
}
