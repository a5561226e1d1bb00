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
 * Counts order events and measures their durations. The input is a batch of queued order events, or
 * one event of the bus: see {@link handleEvents} for failures.
 *
 * The function counts an event once per batch, and keeps no state between batches. An event that is
 * delivered again later counts again, so the figures are exact or too high, never too low.
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
