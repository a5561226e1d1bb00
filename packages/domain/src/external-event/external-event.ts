import { FIELD_RULES, isFields } from '../order/field-rules.js';
import { isTimestamp, type Timestamp } from '../order/timestamp.js';

/** The type of an external event that asks for an order: its payload is the order. */
export const ORDER_SUBMITTED = 'order.submitted';

/** An external event, such as a vending machine, as it was taken in. */
export interface ExternalEvent {
  /** A lower-case UUID. The same for a repeat under the same idempotency key. */
  readonly eventId: string;
  /** What sent it: `sensor-01`. */
  readonly source: string;
  /** What it tells: `temperature`. */
  readonly type: string;
  /** Whatever JSON can carry. */
  readonly payload: unknown;
  readonly receivedAt: Timestamp;
  readonly correlationId: string;
  /** The subject of the caller, where the caller is known. */
  readonly sender?: string;
}

/** Why something that an event asked for was refused. Holds nothing of the event itself. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** Whether a value is an external event as the intake takes it. */
export function isExternalEvent(value: unknown): value is ExternalEvent {
  return (
    isFields(value) &&
    FIELD_RULES.orderId.accepts(value.eventId) &&
    FIELD_RULES.source.accepts(value.source) &&
    FIELD_RULES.type.accepts(value.type) &&
    FIELD_RULES.payload.accepts(value.payload) &&
    isTimestamp(value.receivedAt) &&
    FIELD_RULES.correlationId.accepts(value.correlationId) &&
    (value.sender === undefined || FIELD_RULES.customerId.accepts(value.sender))
  );
}
