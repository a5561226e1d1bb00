import { FIELD_RULES, isTimestamp, type FieldRule } from '@snacks/domain';
import { isStockQuantity } from '@snacks/domain/ports';

/** The limits of operators' requests. */
export const OPERATIONS_LIMITS = {
  /** Messages that one request redrives. */
  messages: 100,
  /** Messages that are listed of one queue. */
  listedMessages: 100,
  /** Minutes of metrics: one day. */
  minutes: 1_440,
  /** Seconds that an order has waited: one year. */
  waitingSeconds: 31_536_000,
  /** Hours that a log search goes back. */
  logHours: 24,
  /** Log lines on a page. */
  logLines: 1_000,
  messageIdLength: 100,
  searchLength: 255,
} as const;

function wholeNumber(code: string, min: number, max: number): FieldRule<number> {
  return {
    code,
    message: `must be a whole number from ${min} to ${max}`,
    accepts: (value): value is number =>
      typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max,
    schema: { type: 'integer', minimum: min, maximum: max },
  };
}

const MESSAGE_ID = /^[\w-]{1,100}$/;
const SEARCH = /^[\x20\x21\x23-\x5b\x5d-\x7e]{1,255}$/;

function isMessageId(value: unknown): value is string {
  return typeof value === 'string' && MESSAGE_ID.test(value);
}

function isMessageIds(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length >= 1 &&
    value.length <= OPERATIONS_LIMITS.messages &&
    value.every(isMessageId)
  );
}

/** The rules of the fields of operators' requests. */
export const OPERATIONS_FIELD_RULES = {
  reason: { ...FIELD_RULES.note, code: 'REASON_INVALID' },
  messageId: {
    code: 'MESSAGE_ID_INVALID',
    message: `must be 1 to ${OPERATIONS_LIMITS.messageIdLength} letters, digits, hyphens and underscores`,
    accepts: isMessageId,
    schema: { type: 'string', pattern: MESSAGE_ID.source },
  },
  messageIds: {
    code: 'MESSAGE_IDS_INVALID',
    message: `must be a list of 1 to ${OPERATIONS_LIMITS.messages} message ids, or the text all`,
    accepts: (value: unknown): value is readonly string[] | 'all' =>
      value === 'all' || isMessageIds(value),
    schema: {},
  },
  body: {
    code: 'MESSAGE_BODY_INVALID',
    message: 'must be the body of the message, as text',
    accepts: (value: unknown): value is string => typeof value === 'string' && value !== '',
    schema: { type: 'string', minLength: 1 },
  },
  available: {
    code: 'STOCK_QUANTITY_INVALID',
    message: 'must be a whole number of pieces, 0 or more',
    accepts: isStockQuantity,
    schema: { type: 'integer', minimum: 0 },
  },
  q: {
    code: 'SEARCH_INVALID',
    message: `must be 1 to ${OPERATIONS_LIMITS.searchLength} printable ASCII characters without " and \\`,
    accepts: (value: unknown): value is string => typeof value === 'string' && SEARCH.test(value),
    schema: { type: 'string', pattern: SEARCH.source },
  },
  queue: {
    code: 'QUEUE_INVALID',
    message: 'must be the name of a dead-letter queue',
    accepts: (value: unknown): value is string =>
      typeof value === 'string' && /^[\w-]{1,80}$/.test(value),
    schema: { type: 'string', pattern: '^[\\w-]{1,80}$' },
  },
  service: {
    code: 'SERVICE_INVALID',
    message: 'must be the name of a function',
    accepts: (value: unknown): value is string =>
      typeof value === 'string' && /^[\w-]{1,64}$/.test(value),
    schema: { type: 'string', pattern: '^[\\w-]{1,64}$' },
  },
  since: {
    code: 'TIME_INVALID',
    message: 'must be a time such as 2026-11-21T09:30:00.000Z',
    accepts: isTimestamp,
    schema: { type: 'string', format: 'date-time' },
  },
  logLimit: wholeNumber('LOG_LIMIT_INVALID', 1, OPERATIONS_LIMITS.logLines),
  minutes: wholeNumber('MINUTES_INVALID', 1, OPERATIONS_LIMITS.minutes),
  waitingLongerThan: wholeNumber('WAITING_INVALID', 1, OPERATIONS_LIMITS.waitingSeconds),
} as const satisfies Readonly<Record<string, FieldRule>>;
