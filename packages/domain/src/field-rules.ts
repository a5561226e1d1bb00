import { EVENT_FIELD_RULES } from './external-event/event-field-rules.js';
import { ORDER_FIELD_RULES } from './order/order-field-rules.js';
import { REQUEST_FIELD_RULES } from './validation/request-field-rules.js';

/**
 * The rule of every field that comes from outside. The use cases check the fields by these rules, and an
 * adapter can use them to refuse a request early. No field has a second rule elsewhere.
 */
export const FIELD_RULES = {
  ...ORDER_FIELD_RULES,
  ...EVENT_FIELD_RULES,
  ...REQUEST_FIELD_RULES,
} as const;
