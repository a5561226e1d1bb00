import { ORDER_FIELD_RULES } from '../order/order-field-rules.js';
import { isTimestamp, type Timestamp } from '../order/timestamp.js';
import { isFields } from '../validation/field-rule.js';
import { REQUEST_FIELD_RULES } from '../validation/request-field-rules.js';
import { EVENT_FIELD_RULES } from './event-field-rules.js';

/** The type of an external event that asks for an order. Its payload is the order. */
export const ORDER_SUBMITTED = 'order.submitted';

/** An external event, for example from a vending machine, as it was received. */
export interface ExternalEvent {
  /** A lower-case UUID; the same if the event is repeated under the same idempotency key. */
  readonly eventId: string;
  /** What sent the event, such as `sensor-01`. */
  readonly source: string;
  /** The type in the words of the sender, such as `temperature`. */
  readonly type: string;
  /** Any JSON. */
  readonly payload: unknown;
  readonly receivedAt: Timestamp;
  readonly correlationId: string;
  /** The subject of the caller; left out if the caller is anonymous. */
  readonly sender?: string;
}

/** Why the request of an event was refused. Has no data of the event. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Whether a value is an external event, as `IngestEvent` puts it into the queue. */
export function isExternalEvent(value: unknown): value is ExternalEvent {
  return (
    isFields(value) &&
    ORDER_FIELD_RULES.orderId.accepts(value.eventId) &&
    EVENT_FIELD_RULES.source.accepts(value.source) &&
    EVENT_FIELD_RULES.type.accepts(value.type) &&
    EVENT_FIELD_RULES.payload.accepts(value.payload) &&
    isTimestamp(value.receivedAt) &&
    REQUEST_FIELD_RULES.correlationId.accepts(value.correlationId) &&
    (value.sender === undefined || ORDER_FIELD_RULES.customerId.accepts(value.sender))
  );
}
