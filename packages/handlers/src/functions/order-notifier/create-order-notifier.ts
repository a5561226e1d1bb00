import type { SQSBatchResponse } from 'aws-lambda';
import type { NotifyCustomer } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import { handleEvents } from '../../inbound/sqs/queue-batch.js';
import { readOrderEvent } from '../../inbound/sqs/read-order-event.js';

export interface OrderNotifierDependencies {
  readonly notifyCustomer: NotifyCustomer;
  readonly logger: Logger;
}

/**
 * Notifies customers of changes to their orders. The input is a batch of queued order events, or one
 * event of the bus: see {@link handleEvents} for failures.
 *
 * A customer may get a notification twice; both have the same event id. The function sends no
 * notification if the stored order does not confirm the event.
 */
export function createOrderNotifier({
  notifyCustomer,
  logger,
}: OrderNotifierDependencies): LambdaHandler<SQSBatchResponse | undefined> {
  return logged(logger, async (event) =>
    handleEvents(event, logger, async (envelope) => {
      const outcome = await notifyCustomer.execute(readOrderEvent(envelope));
      if (outcome === 'notified') logger.debug('customer notified');
      else logger.warn('customer not notified: the order does not confirm the event', { outcome });
    }),
  );
}

/** The function over the use cases of a composition. */
export function orderNotifier(
  composition: CompositionFor<'notifyCustomer'>,
  own: Pick<OrderNotifierDependencies, 'logger'>,
): ReturnType<typeof createOrderNotifier> {
  return createOrderNotifier({
    notifyCustomer: composition.get(USE_CASES.notifyCustomer),
    ...own,
  });
}
