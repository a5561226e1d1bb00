import { APPROVER_DECISIONS, type ApproverDecision } from './approver-decision.js';
import { ORDER_STATUSES, type OrderStatus } from './lifecycle.js';
import { LIMITS } from './limits.js';
import { MAX_DECIMAL_CENTS, parseAmount } from './money.js';
import {
  DELIVERY_METHODS,
  PRIORITIES,
  type DeliveryMethod,
  type OrderId,
  type Priority,
} from './order.js';
import { isCarried } from './text.js';

/** Keywords of JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What one field must be: a stable code, a sentence that tells how to mend it, the check, and what a
 * JSON Schema can say of it.
 */
export interface FieldRule<T = unknown> {
  readonly code: string;
  /** Follows the field's name: "quantity must be a whole number from 1 to 1000". */
  readonly message: string;
  readonly accepts: (value: unknown) => value is T;
  /** Takes every value that the rule takes; where no keyword says it all, others too. */
  readonly schema: JsonSchema;
}

/** What is wrong with one field, and how to mend it. */
export interface FieldIssue {
  /** Where the field stands: `snackItems[2].price`. Empty for the request as a whole. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** The issue of a field that breaks a rule. */
export function issueOf(
  field: string,
  { code, message }: Pick<FieldRule, 'code' | 'message'>,
): FieldIssue {
  return { field, code, message };
}

const CONTROL = /\p{Cc}/u;
/**
 * Characters without a width or a shape of their own, which make two names out of one; line and
 * paragraph separators, and the Braille pattern without a dot, among them.
 */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u2800]/u;
/** The invisible ones that some scripts are written with, between characters that are seen. */
const JOINERS = /(?<=\S)[\u200C\u200D](?=\S)/gu;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SOME_TEXT = '\\S'; // not only spaces
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

function isText(value: unknown, maxLength: number): value is string {
  return (
    typeof value === 'string' &&
    // A string has at most as many code points as code units: counting them is seldom needed.
    (value.length <= maxLength || Array.from(value).length <= maxLength) &&
    value.trim() !== '' &&
    !CONTROL.test(value) &&
    isCarried(value)
  );
}

function textRule(code: string, maxLength: number): FieldRule<string> {
  return {
    code,
    message: `must be text of 1 to ${maxLength} characters, not only spaces, without control characters, noncharacters and lone surrogates`,
    accepts: (value): value is string => isText(value, maxLength),
    schema: { type: 'string', minLength: 1, maxLength, pattern: SOME_TEXT },
  };
}

/** The name of a person or a thing. It is what it looks like. */
function nameRule(
  code: string,
  maxLength: number,
  isInvisible: (name: string) => boolean,
): FieldRule<string> {
  const rule = textRule(code, maxLength);
  return {
    ...rule,
    message: `${rule.message}, and without invisible characters`,
    accepts: (value): value is string => rule.accepts(value) && !isInvisible(value),
  };
}

/** An identifier as it travels in headers: printable ASCII without spaces. */
function identifierRule(code: string, maxLength: number): FieldRule<string> {
  return {
    code,
    message: `must be 1 to ${maxLength} printable ASCII characters without spaces`,
    accepts: (value): value is string =>
      typeof value === 'string' && value.length <= maxLength && PRINTABLE_ASCII.test(value),
    schema: { type: 'string', maxLength, pattern: PRINTABLE_ASCII.source },
  };
}

function choiceRule<T extends string>(code: string, choices: readonly T[]): FieldRule<T> {
  return {
    code,
    message: `must be one of ${choices.join(', ')}`,
    accepts: (value): value is T => choices.some((choice) => choice === value),
    schema: { type: 'string', enum: choices },
  };
}

function amountRule(code: string, maxCents: number, limit: string): FieldRule<number> {
  return {
    code,
    message: `must be a number from 0 to ${limit} with at most two decimals`,
    accepts: (value): value is number => {
      const amount = parseAmount(value);
      return amount !== undefined && amount <= maxCents;
    },
    // No `multipleOf`: of doubles it is true by rounding alone. The message tells of the decimals.
    schema: { type: 'number', minimum: 0, maximum: maxCents / 100 },
  };
}

function wholeNumberRule(code: string, max: number): FieldRule<number> {
  return {
    code,
    message: `must be a whole number from 1 to ${max}`,
    accepts: (value): value is number =>
      typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max,
    schema: { type: 'integer', minimum: 1, maximum: max },
  };
}

/** Whether a value is an object with named fields: not an array, not `null`. */
export function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isJson(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return isCarried(value);
  if (typeof value !== 'object') return typeof value === 'boolean';
  const inner = value === null ? [] : Object.entries(value);
  return (
    depth >= 0 && inner.every(([name, element]) => isCarried(name) && isJson(element, depth - 1))
  );
}

/**
 * The rule of every field that comes in from outside. The domain checks by them, and so do the
 * request classes at the edge: what a field must be stands here and nowhere else.
 */
export const FIELD_RULES = {
  orderId: {
    code: 'ORDER_ID_INVALID',
    message: 'must be a lower-case UUID',
    accepts: (value: unknown): value is OrderId => typeof value === 'string' && UUID.test(value),
    schema: { type: 'string', format: 'uuid', pattern: UUID.source },
  },
  customerName: nameRule('CUSTOMER_NAME_INVALID', LIMITS.customerNameLength, (name) =>
    INVISIBLE.test(name.replaceAll(JOINERS, '')),
  ),
  customerId: identifierRule('CUSTOMER_ID_INVALID', LIMITS.customerIdLength),
  snackItems: {
    code: 'SNACK_ITEMS_INVALID',
    message: `must be a list of 1 to ${LIMITS.snackItems} items`,
    accepts: (value: unknown): value is readonly unknown[] =>
      Array.isArray(value) && value.length >= 1 && value.length <= LIMITS.snackItems,
    schema: { type: 'array', minItems: 1, maxItems: LIMITS.snackItems },
  },
  snackItem: {
    code: 'SNACK_ITEM_INVALID',
    message: 'must be an object with name, quantity and price',
    accepts: isFields,
    schema: { type: 'object' },
  },
  name: nameRule('SNACK_NAME_INVALID', LIMITS.snackNameLength, (name) => INVISIBLE.test(name)),
  quantity: wholeNumberRule('QUANTITY_INVALID', LIMITS.quantity),
  price: amountRule('PRICE_INVALID', LIMITS.priceCents, `${LIMITS.priceCents / 100}`),
  totalAmount: amountRule('TOTAL_AMOUNT_INVALID', MAX_DECIMAL_CENTS, `${MAX_DECIMAL_CENTS / 100}`),
  priority: choiceRule<Priority>('PRIORITY_INVALID', PRIORITIES),
  deliveryPreferences: {
    code: 'DELIVERY_PREFERENCES_INVALID',
    message: 'must be an object with any of method, address and instructions',
    accepts: isFields,
    schema: { type: 'object' },
  },
  method: choiceRule<DeliveryMethod>('DELIVERY_METHOD_INVALID', DELIVERY_METHODS),
  address: textRule('DELIVERY_ADDRESS_INVALID', LIMITS.deliveryAddressLength),
  instructions: textRule('DELIVERY_INSTRUCTIONS_INVALID', LIMITS.deliveryInstructionsLength),
  note: textRule('NOTE_INVALID', LIMITS.noteLength),
  idempotencyKey: identifierRule('IDEMPOTENCY_KEY_INVALID', LIMITS.idempotencyKeyLength),
  correlationId: identifierRule('CORRELATION_ID_INVALID', LIMITS.correlationIdLength),
  status: choiceRule<OrderStatus>('STATUS_INVALID', ORDER_STATUSES),
  source: identifierRule('EVENT_SOURCE_INVALID', LIMITS.eventNameLength),
  type: identifierRule('EVENT_TYPE_INVALID', LIMITS.eventNameLength),
  payload: {
    code: 'PAYLOAD_INVALID',
    message: `must be any JSON, nested at most ${LIMITS.requestDepth} deep, whose numbers are finite, and whose texts have no noncharacters and lone surrogates`,
    accepts: (value: unknown): value is unknown => isJson(value, LIMITS.requestDepth),
    schema: { description: 'Any JSON.' },
  },
  decision: choiceRule<ApproverDecision>('DECISION_INVALID', APPROVER_DECISIONS),
  cursor: identifierRule('CURSOR_INVALID', LIMITS.cursorLength),
  limit: wholeNumberRule('LIMIT_INVALID', LIMITS.pageSize),
} as const satisfies Readonly<Record<string, FieldRule>>;
