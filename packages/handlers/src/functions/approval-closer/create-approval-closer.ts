import type { SQSBatchResponse } from 'aws-lambda';
import type { CloseApproval } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import type { Logger } from '../../observability/logging/logger.js';
import { createNoticeHandler } from '../../inbound/sqs/notice-handler.js';

export interface ApprovalCloserDependencies {
  readonly closeApproval: CloseApproval;
  readonly logger: Logger;
}

/** Ends the workflow's wait for orders that are decided or cancelled, on the orders' events. */
export function createApprovalCloser({
  closeApproval,
  logger,
}: ApprovalCloserDependencies): LambdaHandler<SQSBatchResponse | undefined> {
  return createNoticeHandler(logger, async ({ orderId }) => {
    logger.info('approval closed', { outcome: await closeApproval.execute(orderId) });
  });
}

/** The function over the use cases of a composition. */
export function approvalCloser(
  composition: CompositionFor<'closeApproval'>,
  own: Pick<ApprovalCloserDependencies, 'logger'>,
): ReturnType<typeof createApprovalCloser> {
  return createApprovalCloser({
    closeApproval: composition.get(USE_CASES.closeApproval),
    ...own,
  });
}
