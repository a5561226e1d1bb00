import { FIELD_RULES, isFields } from '@snacks/domain';

/** What a message is about. An id that is not valid is left out. */
export interface MessageIds {
  readonly orderId?: string;
  readonly eventId?: string;
  readonly correlationId?: string;
  /** The type of its event. */
  readonly type?: string;
}

/**
 * Reads the ids in the body of a message: an event of the bus, an external event, an event that the bus
 * refused, or the record of a failed invocation with one of them as its payload.
 */
export function messageIds(body: string): MessageIds {
  const content = contentOf(parse(body));
  if (!isFields(content)) return {};
  const detail = isFields(content.detail) ? content.detail : content;
  const { orderId } = detail;
  const { eventId, correlationId } = isFields(detail.metadata) ? detail.metadata : detail;
  const type = content['detail-type'] ?? content.type;
  const { accepts } = FIELD_RULES.correlationId; // the rule for ids in logs
  return {
    ...(FIELD_RULES.orderId.accepts(orderId) && { orderId }),
    ...(accepts(eventId) && { eventId }),
    ...(accepts(correlationId) && { correlationId }),
    ...(typeof type === 'string' && { type }),
  };
}

/** The JSON of a text; `undefined` if it is not JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function contentOf(message: unknown): unknown {
  return isFields(message) && isFields(message.requestPayload) ? message.requestPayload : message;
}
