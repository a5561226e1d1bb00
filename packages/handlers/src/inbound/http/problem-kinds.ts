import { LIMITS, type DomainErrorCode } from '@snacks/domain';

import type { RequestErrorCode } from './request-error.js';

/** The code of every error that a client can meet. */
export type ProblemCode = DomainErrorCode | RequestErrorCode | 'INTERNAL_ERROR';

/** What is the same for every problem of one code. */
export interface ProblemKind {
  /** The HTTP status code. */
  readonly status: number;
  readonly title: string;
  /** What the client can do about it: for the documentation. */
  readonly remedy: string;
}

export const INTERNAL: ProblemKind = {
  status: 500,
  title: 'Something went wrong on our side',
  remedy:
    'Try again. A request that is repeated with its `Idempotency-Key` has its effect once, whatever became of the first try.',
};

/** Every kind of problem. Several codes of the inside look alike from outside: `INTERNAL_ERROR`. */
export const PROBLEM_KINDS: Readonly<Record<ProblemCode, ProblemKind>> = {
  MALFORMED_JSON: {
    status: 400,
    title: 'The body is not JSON',
    remedy: 'Send UTF-8 JSON. `detail` tells at which character the reading stopped.',
  },
  JSON_TOO_DEEP: {
    status: 400,
    title: 'The body is nested too deeply',
    remedy: `Nest objects and lists at most ${LIMITS.requestDepth} deep.`,
  },
  ORDER_INVALID: {
    status: 400,
    title: 'The request is not valid',
    remedy:
      '`errors` names every field that breaks its rule, and how to mend it. The codes of fields stand below.',
  },
  CURSOR_INVALID: {
    status: 400,
    title: 'The cursor is not valid',
    remedy:
      'Send `nextCursor` of the page before as it is, with the same `status` and `customerId`, as the same caller; or begin anew without a cursor.',
  },
  UNAUTHENTICATED: {
    status: 401,
    title: 'Not authenticated',
    remedy: 'Send a valid token that has not expired: `Authorization: Bearer <token>`.',
  },
  FORBIDDEN: {
    status: 403,
    title: 'Not allowed',
    remedy: '`detail` tells who may do this. Another token is needed, not another try.',
  },
  CROSS_ORIGIN_REFUSED: {
    status: 403,
    title: 'Not called from here',
    remedy:
      'Only the platform on one machine returns this, to pages of other origins and under other names than its own. `detail` tells how to let a page call.',
  },
  ORDER_NOT_FOUND: {
    status: 404,
    title: 'No such order',
    remedy: "Check the id. An order that is somebody else's looks the same as none.",
  },
  ROUTE_NOT_FOUND: {
    status: 404,
    title: 'No such route',
    remedy: 'Check method and path. `detail` lists the routes.',
  },
  ORDER_CONFLICT: {
    status: 409,
    title: "The order's state forbids this",
    remedy: '`orderStatus` tells the state. Read the order, then decide.',
  },
  ORDER_CHANGES_EXHAUSTED: {
    status: 409,
    title: 'The order takes no more updates',
    remedy: `An order takes ${LIMITS.changes} changes in all. Cancel it and place another, or leave it.`,
  },
  VERSION_MISMATCH: {
    status: 412,
    title: 'The order has changed',
    remedy:
      'Read the order again, and send its new `ETag` as `If-Match` if you still want the change.',
  },
  VERSION_REQUIRED: {
    status: 428,
    title: 'The version that was seen is missing',
    remedy:
      'Read the order, decide on what it says, and send its `ETag` as `If-Match`: `"3"` for version 3.',
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
  TOTAL_MISMATCH: {
    status: 422,
    title: 'The total is not the price of the items',
    remedy: 'Send `expectedTotal` as `totalAmount`, if the customer agrees to it.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The idempotency key was used before',
    remedy: 'Repeat the first request unchanged, or send this one under a new key.',
  },
  TOO_MANY_REQUESTS: {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait for the seconds of `Retry-After`, then try again.',
  },
  ORDER_CONTENDED: {
    status: 503,
    title: 'Too many changes at once',
    remedy: 'Wait for the seconds of `Retry-After`, then try again. Nothing was changed.',
  },
  VERSION_CONFLICT: INTERNAL,
  STORED_ORDER_INVALID: INTERNAL,
  APPROVAL_WORKFLOW_ENDED: INTERNAL,
  EVENT_NOT_ANNOUNCED: INTERNAL,
  INTERNAL_ERROR: INTERNAL,
};

/** The codes that a client meets. */
export const PUBLIC_PROBLEM_CODES: readonly ProblemCode[] = Object.keys(PROBLEM_KINDS)
  .filter(isProblemCode)
  .filter((code) => PROBLEM_KINDS[code] !== INTERNAL || code === 'INTERNAL_ERROR');

/** Whether a value is a known code. */
export function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(PROBLEM_KINDS, code);
}

/** Where a code is explained: a section of `docs/problems.md`, in this repository and served. */
export function problemType(code: ProblemCode): string {
  return `/docs/problems.md#${code.toLowerCase()}`;
}
