import { hasCode, systemActor } from '@snacks/domain';
import type { DecideApproval } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { idsIn } from '../../observability/logging/ids-in.js';
import { addToLogContext } from '../../observability/logging/log-context.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import { readWorkflowInput } from '../../topology/workflow-input.js';

export interface ApprovalExpirerDependencies {
  readonly decideApproval: DecideApproval;
  readonly logger: Logger;
}

/** Rejects an order on which no approver decided in time. A decision at the last moment stays valid. */
export function createApprovalExpirer({
  decideApproval,
  logger,
}: ApprovalExpirerDependencies): LambdaHandler<{ readonly outcome: string }> {
  const actor = systemActor('approval-expirer');

  return logged(logger, async (event) => {
    addToLogContext(idsIn(event));
    const { orderId, correlationId } = readWorkflowInput(event);
    try {
      const { status } = await decideApproval.execute({
        orderId,
        actor,
        correlationId,
        decision: 'expire',
      });
      logger.info('approval expired', { outcome: status });
      return { outcome: status };
    } catch (error) {
      if (!hasCode(error, 'ORDER_CONFLICT')) throw error;
      logger.info('approval not expired: the order is decided', { outcome: error.status });
      return { outcome: error.status };
    }
  });
}

/** The function over the use cases of a composition. */
export function approvalExpirer(
  composition: CompositionFor<'decideApproval'>,
  own: Pick<ApprovalExpirerDependencies, 'logger'>,
): ReturnType<typeof createApprovalExpirer> {
  return createApprovalExpirer({
    decideApproval: composition.get(USE_CASES.decideApproval),
    ...own,
  });
}
