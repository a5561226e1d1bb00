import type { RepublishResult, RepublishStuckOrders } from '@snacks/domain';

import type { LambdaHandler } from '../lambda-handler.js';
import { logged } from '../logging/logged.js';
import type { Logger } from '../logging/logger.js';

export interface OrderSweeperDependencies {
  readonly republishStuckOrders: RepublishStuckOrders;
  readonly logger: Logger;
}

/** Looks for orders that have not moved on in time and sends their events again. On a schedule. */
export function createHandler({
  republishStuckOrders,
  logger,
}: OrderSweeperDependencies): LambdaHandler<RepublishResult> {
  return logged(logger, async () => {
    const result = await republishStuckOrders.execute();
    if (result.due > 0) {
      logger.warn('stuck orders found', { count: result.due });
      logger.warn('stuck orders republished', { count: result.republished });
    }
    return result;
  });
}
