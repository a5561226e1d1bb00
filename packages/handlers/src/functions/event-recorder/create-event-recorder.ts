import type { SQSBatchResponse } from 'aws-lambda';
import { ANYONE, hasCode, type DomainErrors } from '@snacks/domain';
import {
  isExternalEvent,
  ORDER_SUBMITTED,
  type ExternalEvent,
  type Refusal,
} from '@snacks/domain/events';
import type { PlaceOrder, RecordEvent } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { logged } from '../../observability/logging/logged.js';
import type { Logger } from '../../observability/logging/logger.js';
import { isQueueBatch, processBatch } from '../../inbound/sqs/queue-batch.js';
import { PlaceOrderRequest } from '../../inbound/http/requests/order-requests.js';
import { UnsupportedEventError } from '../../inbound/unsupported-event-error.js';

/** The errors that every try would repeat. */
const REFUSALS = [
  'ORDER_INVALID',
  'TOTAL_MISMATCH',
  'PRICES_REFUSED',
  'IDEMPOTENCY_KEY_REUSED',
] as const;

function isRefusal(error: unknown): error is DomainErrors[(typeof REFUSALS)[number]] {
  return REFUSALS.some((code) => hasCode(error, code));
}

export interface EventRecorderDependencies {
  readonly placeOrder: PlaceOrder;
  readonly recordEvent: RecordEvent;
  readonly logger: Logger;
}

/**
 * Handles external events, in batches of queue messages. An `order.submitted` event places the order in
 * its payload, once per event. Every other event is stored and announced.
 *
 * A refused order would be refused at every try. It is stored and announced as a record with the
 * reason, so that it is not retried and not lost. Any other error fails the message, and the queue
 * delivers it again.
 */
export function createEventRecorder({
  placeOrder,
  recordEvent,
  logger,
}: EventRecorderDependencies): LambdaHandler<SQSBatchResponse> {
  /** Returns why the order was refused; `undefined` if it was placed. */
  async function place(event: ExternalEvent): Promise<Refusal | undefined> {
    const { eventId, sender, payload, correlationId } = event;
    try {
      const { customerId, ...request } = PlaceOrderRequest.from(payload);
      const { order, repeated } = await placeOrder.execute({
        actor: sender === undefined ? ANYONE : { subject: sender, roles: ['device'] },
        request,
        ...(customerId !== undefined && { customerId }),
        eventId,
        correlationId,
        causationId: eventId,
      });
      logger.info(repeated ? 'order repeated' : 'order placed', { orderId: order.orderId });
      return undefined;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { code: error.code, message: error.message };
    }
  }

  async function handle(event: ExternalEvent): Promise<void> {
    const refusal = event.type === ORDER_SUBMITTED ? await place(event) : undefined;
    if (event.type === ORDER_SUBMITTED && refusal === undefined) return;
    const outcome = await recordEvent.execute({ ...event, ...(refusal && { refusal }) });
    logger.info(`event ${outcome}`, { outcome: refusal?.code ?? 'RECORDED' });
  }

  return logged(logger, async (batch) => {
    if (!isQueueBatch(batch))
      throw new UnsupportedEventError('Expected a batch of queue messages.');
    return processBatch(batch, logger, async (event) => {
      if (!isExternalEvent(event)) {
        throw new UnsupportedEventError('Expected an external event from event-ingestion.');
      }
      await handle(event);
    });
  });
}

/** The function over the use cases of a composition. */
export function eventRecorder(
  composition: CompositionFor<'placeOrder' | 'recordEvent'>,
  own: Pick<EventRecorderDependencies, 'logger'>,
): ReturnType<typeof createEventRecorder> {
  return createEventRecorder({
    placeOrder: composition.get(USE_CASES.placeOrder),
    recordEvent: composition.get(USE_CASES.recordEvent),
    ...own,
  });
}
