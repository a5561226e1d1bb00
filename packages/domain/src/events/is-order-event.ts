import { ORDER_STATUSES, type OrderStatus } from '../order/lifecycle.js';
import type { OrderId } from '../order/order.js';
import { ORDER_FIELD_RULES } from '../order/order-field-rules.js';
import { isTimestamp } from '../order/timestamp.js';
import { isFields } from '../validation/field-rule.js';
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
 * Whether a value has the fields that every consumer of an order event needs: a known type, and in the
 * detail the id and the status of the order, and the metadata. The JSON Schema of the type is the
 * complete check.
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

/** The order that an event is about. Read the order before you rely on its state. */
export interface OrderReference {
  readonly orderId: OrderId;
  readonly status: OrderStatus;
}

/** Whether a value has the id and the state of an order, as the detail of every order event has. */
export function isOrderReference(value: unknown): value is OrderReference {
  return (
    isFields(value) &&
    ORDER_FIELD_RULES.orderId.accepts(value.orderId) &&
    ORDER_STATUSES.some((status) => status === value.status)
  );
}
