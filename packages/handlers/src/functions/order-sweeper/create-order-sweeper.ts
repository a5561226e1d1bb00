import { UNFINISHED_STATUSES } from '@snacks/domain';
import type { RepublishResult, RepublishStuckOrders } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import type { Metrics } from '../../observability/metrics/metrics.js';

export interface OrderSweeperDependencies {
  readonly republishStuckOrders: RepublishStuckOrders;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/**
 * Finds stuck orders, counts them by state, and publishes the events of the due ones again. Runs on a
 * schedule.
 */
export function createOrderSweeper({
  republishStuckOrders,
  metrics,
  logger,
}: OrderSweeperDependencies): LambdaHandler<RepublishResult> {
  return logged(logger, async () => {
    const { stuck, due } = await republishStuckOrders.survey();
    // Counts before it publishes: the alarm needs the figures while the bus is down.
    for (const status of UNFINISHED_STATUSES) {
      metrics.record({ metric: 'OrdersStuck', value: stuck[status], dimension: { status } });
    }
    for (const orderId of due) logger.warn('stuck order found', { orderId });
    const republished = await republishStuckOrders.republish(due);
    if (due.length > 0) logger.info('stuck orders republished', { count: republished });
    return { stuck, due: due.length, republished };
  });
}

/** The function over the use cases of a composition. */
export function orderSweeper(
  composition: CompositionFor<'republishStuckOrders'>,
  own: Omit<OrderSweeperDependencies, 'republishStuckOrders'>,
): ReturnType<typeof createOrderSweeper> {
  return createOrderSweeper({
    republishStuckOrders: composition.get(USE_CASES.republishStuckOrders),
    ...own,
  });
}
