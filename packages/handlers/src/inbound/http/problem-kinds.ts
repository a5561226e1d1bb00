import { LIMITS, type DomainErrorCode } from '@snacks/domain';
import type { OperationsErrorCode } from '@snacks/operations';

import type { RequestErrorCode } from './request-error.js';

/** The code of every error that a client can get. */
export type ProblemCode =
  | DomainErrorCode
  | OperationsErrorCode
  | RequestErrorCode
  | 'INTERNAL_ERROR';

/** The properties of all problems of one code. */
export interface ProblemKind {
  /** The HTTP status code. */
  readonly status: number;
  readonly title: string;
  /** What the client can do, for the documentation. */
  readonly remedy: string;
}

export const INTERNAL: ProblemKind = {
  status: 500,
  title: 'Something went wrong on our side',
  remedy:
    'Try again. A request that is repeated with the same `Idempotency-Key` has its effect once.',
};

/** Every kind of problem. Some codes become `INTERNAL_ERROR` in the response. */
export const PROBLEM_KINDS: Readonly<Record<ProblemCode, ProblemKind>> = {
  MALFORMED_JSON: {
    status: 400,
    title: 'The body is not JSON',
    remedy: 'Send UTF-8 JSON. `detail` has the character at which the parser stopped.',
  },
  JSON_TOO_DEEP: {
    status: 400,
    title: 'The body is nested too deeply',
    remedy: `Nest objects and lists at most ${LIMITS.requestDepth} deep.`,
  },
  ORDER_INVALID: {
    status: 400,
    title: 'The order is not valid',
    remedy:
      '`errors` lists every field that breaks its rule, and how to fix it. The codes of fields are listed below.',
  },
  REQUEST_INVALID: {
    status: 400,
    title: 'The request is not valid',
    remedy:
      '`errors` lists every field, parameter or header that breaks its rule, and how to fix it. The codes of fields are listed below.',
  },
  CURSOR_INVALID: {
    status: 400,
    title: 'The cursor is not valid',
    remedy:
      'Send `nextCursor` of the previous page unchanged, with the same `status` and `customerId`, as the same caller; or start again without a cursor.',
  },
  UNAUTHENTICATED: {
    status: 401,
    title: 'Not authenticated',
    remedy: 'Send a valid token that has not expired: `Authorization: Bearer <token>`.',
  },
  FORBIDDEN: {
    status: 403,
    title: 'Not allowed',
    remedy: '`detail` says who may do this. Use another token; a retry does not help.',
  },
  CROSS_ORIGIN_REFUSED: {
    status: 403,
    title: 'The origin is not allowed',
    remedy:
      'Only the local platform returns this, for web pages of other origins and for other host names than its own. `detail` says how to allow a page.',
  },
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'No such order',
    remedy: 'Check the id. For the order of another customer, the response is the same.',
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'No such route',
    remedy: 'Check method and path. `detail` lists the routes.',
  },
  QUEUE_NOT_FOUND: {
    status: 404,
    title: 'No such dead-letter queue',
    remedy: '`detail` lists the dead-letter queues.',
  },
  MESSAGE_NOT_FOUND: {
    status: 404,
    title: 'No such message',
    remedy:
      'List the queue again. A message that another reader has just received is hidden for some seconds.',
  },
  NOT_REDRIVABLE: {
    status: 409,
    title: 'The message cannot be redriven',
    remedy: '`detail` says why. The runbook says what to do with such a message.',
  },
  REDRIVE_RUNNING: {
    status: 409,
    title: 'A redrive of this queue is running',
    remedy: 'Wait until it has ended: the queue is then empty. Or choose single messages.',
  },
  ORDER_CONFLICT: {
    status: 409,
    title: "The order's state forbids this",
    remedy: '`orderStatus` is the state. Read the order, then decide.',
  },
  ORDER_CHANGES_EXHAUSTED: {
    status: 409,
    title: 'The order has reached its maximum number of updates',
    remedy: `An order has at most ${LIMITS.changes} changes. Cancel it and place another one, or leave it as it is.`,
  },
  CATALOGUE_FULL: {
    status: 409,
    title: 'The catalogue has its maximum number of snacks',
    remedy: `The catalogue has at most ${LIMITS.catalogueSnacks} snacks. Remove one, then try again.`,
  },
  VERSION_MISMATCH: {
    status: 412,
    title: 'The order has changed',
    remedy:
      'Read the order again, and send its new `ETag` as `If-Match` if you still want the change.',
  },
  VERSION_REQUIRED: {
    status: 428,
    title: 'The version is missing',
    remedy:
      'Read the order, decide on its content, and send its `ETag` as `If-Match`: `"3"` for version 3.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    title: 'The body is too large',
    remedy: `Send at most ${LIMITS.requestBytes} bytes.`,
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    title: 'The content type is not supported',
    remedy: 'Send JSON, with `Content-Type: application/json`.',
  },
  MESSAGE_INVALID: {
    status: 422,
    title: 'The edited message is not valid',
    remedy:
      '`errors` lists every part of the message that breaks the schema of its event. A dry run with the new body shows the same.',
  },
  TOTAL_MISMATCH: {
    status: 422,
    title: 'The total is not the price of the items',
    remedy: 'Send `expectedTotal` as `totalAmount`, if the customer agrees to it.',
  },
  PRICES_REFUSED: {
    status: 422,
    title: 'The order does not agree with the catalogue',
    remedy:
      '`errors` lists each item with the price that it must have, or that is not on sale. Send these prices and their total, if the customer agrees; `GET /snacks` has all prices.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The idempotency key was used before',
    remedy: 'Repeat the first request unchanged, or send this one with a new key.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait for the seconds of `Retry-After`, then try again.',
  },
  ORDER_CONTENDED: {
    status: 503,
    title: 'Too many concurrent changes',
    remedy: 'Wait for the seconds of `Retry-After`, then try again. Nothing was changed.',
  },
  CATALOGUE_CONTENDED: {
    status: 503,
    title: 'Too many concurrent changes of the catalogue',
    remedy: 'Wait for the seconds of `Retry-After`, then try again. Nothing was changed.',
  },
  VERSION_CONFLICT: INTERNAL,
  STORED_ORDER_INVALID: INTERNAL,
  APPROVAL_WORKFLOW_ENDED: INTERNAL,
  EVENT_NOT_ANNOUNCED: INTERNAL,
  INTERNAL_ERROR: INTERNAL,
};

/** The codes that a client can get. */
export const PUBLIC_PROBLEM_CODES: readonly ProblemCode[] = Object.keys(PROBLEM_KINDS)
  .filter(isProblemCode)
  .filter((code) => PROBLEM_KINDS[code] !== INTERNAL || code === 'INTERNAL_ERROR');

/** Whether a value is a known code. */
export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(PROBLEM_KINDS, code);
}

/** The URL of a code's section in `docs/problems.md`, which the platform serves. */
export function problemType(code: ProblemCode): string {
  return `/docs/problems.md#${code.toLowerCase()}`;
}
