import { LIMITS } from '../order/limits.js';
import { type FieldRule, wholeNumberRule } from './field-rule.js';
import { identifierRule } from './text.js';

/** The rules of a request's ids, and of the page of a listing. */
export const REQUEST_FIELD_RULES = {
  idempotencyKey: identifierRule('IDEMPOTENCY_KEY_INVALID', LIMITS.idempotencyKeyLength),
  correlationId: identifierRule('CORRELATION_ID_INVALID', LIMITS.correlationIdLength),
  cursor: identifierRule('CURSOR_INVALID', LIMITS.cursorLength),
  limit: wholeNumberRule('LIMIT_INVALID', LIMITS.pageSize),
} as const satisfies Readonly<Record<string, FieldRule>>;
