import type { SQSBatchResponse } from 'aws-lambda';
import type { TellOfChange } from '@snacks/domain';

import type { LambdaHandler } from '../lambda-handler.js';
import { logged } from '../logging/logged.js';
import type { Logger } from '../logging/logger.js';
import { handleEvents } from '../queue/queue-batch.js';
import { readOrderEvent } from '../queue/read-order-event.js';

export interface OrderNotifierDependencies {
  readonly tellOfChange: TellOfChange;
  readonly logger: Logger;
}

/**
 * Tells people what happened to orders, from a batch of queued order events, or from a bare event of
 * the bus. Of a batch, only the messages that failed are answered, and tried again; a bare event that
 * fails is thrown on. Who is told twice sees it by the event's id. An event that the order itself does
 * not bear out is told to nobody.
 */
export function createHandler({
  tellOfChange,
  logger,
}: OrderNotifierDependencies): LambdaHandler<SQSBatchResponse | undefined> {
  return logged(logger, async (event) =>
    handleEvents(event, logger, async (envelope) => {
      const outcome = await tellOfChange.execute(readOrderEvent(envelope));
      if (outcome === 'told') logger.debug('event told');
      else logger.warn('event not told: its order does not say so', { outcome });
    }),
  );
}
