import type { SQSBatchResponse } from 'aws-lambda';

import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import type { Metrics } from '../../observability/metrics/metrics.js';
import { handleEvents } from '../../inbound/sqs/queue-batch.js';
import { readOrderEvent } from '../../inbound/sqs/read-order-event.js';
import { samplesOf } from './samples-of.js';

export interface OrderMetricsDependencies {
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/**
 * Counts what happens to orders, and how long it took, from a batch of queued order events, or from
 * a bare event of the bus. Of a batch, only the messages that failed are returned, and tried again; a
 * bare event that fails is thrown on.
 *
 * An event counts once in a batch, however often it is in it. Nothing is kept from one batch to
 * the next, so an event that is delivered again later counts again: the figures are at least what
 * happened, and exact as long as nothing is delivered twice.
 */
export function createOrderMetrics({
  metrics,
  logger,
}: OrderMetricsDependencies): LambdaHandler<SQSBatchResponse | undefined> {
  function count(envelope: unknown, counted: Set<string>): void {
    const event = readOrderEvent(envelope);
    const { eventId } = event.detail.metadata;
    if (counted.has(eventId)) return;
    for (const sample of samplesOf(event)) metrics.record(sample);
    counted.add(eventId);
  }

  return logged(logger, async (event) => {
    const counted = new Set<string>();
    return handleEvents(event, logger, async (envelope) => count(envelope, counted));
  });
}
