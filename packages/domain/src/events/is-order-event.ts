import { FIELD_RULES, isFields } from '../order/field-rules.js';
import { ORDER_STATUSES } from '../order/lifecycle.js';
import { isTimestamp } from '../order/timestamp.js';
import { ORDER_EVENT_TYPES, type OrderEvent } from './order-event.js';

function isMetadata(value: unknown): boolean {
  return (
    isFields(value) &&
    typeof value.eventId === 'string' &&
    Number.isSafeInteger(value.orderVersion) &&
    Number.isSafeInteger(value.schemaVersion) &&
    isTimestamp(value.occurredAt) &&
    typeof value.correlationId === 'string' &&
    typeof value.causationId === 'string'
  );
}

/**
 * Whether a value has what every consumer of an order event relies on: a known type, and in its
 * detail the order's id and status and the event's metadata. The complete check is the JSON Schema
 * of the event's type.
 */
export function isOrderEvent(value: unknown): value is OrderEvent {
  return (
    isFields(value) &&
    ORDER_EVENT_TYPES.some((type) => type === value.type) &&
    isFields(value.detail) &&
    isOrderReference(value.detail) &&
    isMetadata(value.detail.metadata)
  );
}

/** What wakes the processing: which order it is about. The order's state is read, not believed. */
export interface OrderReference {
  readonly orderId: string;
  readonly status: string;
}

/** Whether a value names an order and a state, as the detail of every order event does. */
export function isOrderReference(value: unknown): value is OrderReference {
  return (
    isFields(value) &&
    FIELD_RULES.orderId.accepts(value.orderId) &&
    ORDER_STATUSES.some((status) => status === value.status)
  );
}
