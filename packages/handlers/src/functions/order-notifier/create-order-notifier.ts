import type { SQSBatchResponse } from 'aws-lambda';
import type { NotifyCustomer } from '@snacks/domain';

import type { Composition } from '../../composition/compose.js';
import { USE_CASES } from '../../composition/use-cases.js';
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
 * Notifies customers of changes of their orders, from a batch of queued order events, or from a bare event of
 * the bus. Of a batch, only the messages that failed are returned, and tried again; a bare event that
 * fails is thrown on. A customer who is notified twice sees it by the event's id. An event that the order does
 * not confirm is not sent.
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
  composition: Composition,
  own: Pick<OrderNotifierDependencies, 'logger'>,
): ReturnType<typeof createOrderNotifier> {
  return createOrderNotifier({
    notifyCustomer: composition.get(USE_CASES.notifyCustomer),
    ...own,
  });
}
