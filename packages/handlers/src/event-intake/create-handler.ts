import { LIMITS, type TakeEvent } from '@snacks/domain';

import { apiHandler, type ApiDependencies } from '../http/api-handler.js';
import { readJsonBody } from '../http/api-request.js';
import { jsonResponse, type ApiResponse } from '../http/api-response.js';
import { RequestError } from '../http/request-error.js';
import type { LambdaHandler } from '../lambda-handler.js';
import { SendEventRequest } from '../requests/send-event-request.js';

export interface EventIntakeDependencies extends ApiDependencies {
  readonly takeEvent: TakeEvent;
}

/** Answers POST /events: the id of the event, which is in the queue then. */
export function createHandler(dependencies: EventIntakeDependencies): LambdaHandler<ApiResponse> {
  const { takeEvent, logger } = dependencies;
  return apiHandler('event-intake', dependencies, async (request, invocation) => {
    const { source, type, payload } = SendEventRequest.from(readJsonBody(request));
    assertFits(payload);
    const idempotencyKey = request.headers['idempotency-key'];
    const { eventId } = await takeEvent.execute({
      ...invocation,
      source,
      type,
      payload,
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    logger.info('event taken', { eventId });
    return jsonResponse(202, { eventId });
  });
}

/** `1e20` is five times as long once it was read and written again. */
function assertFits(payload: unknown): void {
  if (Buffer.byteLength(JSON.stringify(payload)) <= LIMITS.requestBytes) return;
  throw new RequestError(
    'PAYLOAD_TOO_LARGE',
    `The payload, with its numbers written out, must be at most ${LIMITS.requestBytes} bytes.`,
  );
}
