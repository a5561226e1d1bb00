import { LIMITS } from '@snacks/domain';
import type { IngestEvent } from '@snacks/domain/use-cases';

import type { CompositionFor } from '../../composition/compose.js';
import * as USE_CASES from '../../composition/use-cases.js';
import { apiHandler, type ApiDependencies } from '../../inbound/http/api-handler.js';
import { readJsonBody } from '../../inbound/http/api-request.js';
import { jsonResponse, type ApiResponse } from '../../inbound/http/api-response.js';
import { RequestError } from '../../inbound/http/request-error.js';
import type { LambdaHandler } from '../../inbound/lambda-handler.js';
import { SendEventRequest } from '../../inbound/http/requests/send-event-request.js';

export interface EventIngestionDependencies extends ApiDependencies {
  readonly ingestEvent: IngestEvent;
}

/** Handles POST /events: puts the event into the queue, then responds with its id. */
export function createEventIngestion(
  dependencies: EventIngestionDependencies,
): LambdaHandler<ApiResponse> {
  const { ingestEvent, logger } = dependencies;
  return apiHandler('event-ingestion', dependencies, async (request, context) => {
    const { source, type, payload } = SendEventRequest.from(readJsonBody(request));
    assertFits(payload);
    const idempotencyKey = request.headers['idempotency-key'];
    const { eventId } = await ingestEvent.execute({
      ...context,
      source,
      type,
      payload,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    logger.info('event queued', { eventId });
    return jsonResponse(202, { eventId });
  });
}

/** A payload can grow when it is written again: `1e20` becomes five times as long. */
function assertFits(payload: unknown): void {
  if (Buffer.byteLength(JSON.stringify(payload)) <= LIMITS.requestBytes) return;
  throw new RequestError(
    'PAYLOAD_TOO_LARGE',
    `The payload, with its numbers written out, must be at most ${LIMITS.requestBytes} bytes.`,
  );
}

/** The function over the use cases of a composition. */
export function eventIngestion(
  composition: CompositionFor<'ingestEvent'>,
  own: ApiDependencies,
): ReturnType<typeof createEventIngestion> {
  return createEventIngestion({
    ingestEvent: composition.get(USE_CASES.ingestEvent),
    ...own,
  });
}
