import { hasCode, type DomainErrorCode, type FieldIssue } from '@snacks/domain';

import type { RequestErrorCode } from './request-error.js';

/** The code of every error that a client can meet. */
export type ProblemCode = DomainErrorCode | RequestErrorCode | 'INTERNAL_ERROR';

/** An error as `application/problem+json` (RFC 9457) tells it. */
export interface Problem {
  /** Identifies the kind of error, as `urn:snacks:problem:<code>`. */
  readonly type: string;
  readonly title: string;
  /** The HTTP status code. */
  readonly status: number;
  /** What is wrong with this very request, and how to mend it. */
  readonly detail: string;
  /** What programs recognise the error by. It never changes. */
  readonly code: ProblemCode;
  readonly errors?: readonly FieldIssue[];
  /** The total that the items come to, as a decimal. */
  readonly expectedTotal?: number;
  /** The state that forbids the command. */
  readonly orderStatus?: string;
  readonly currentVersion?: number;
}

const INTERNAL = {
  status: 500,
  title: 'Something went wrong on our side',
} as const;

/** Status and title of every error. */
const KINDS: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  MALFORMED_JSON: { status: 400, title: 'The body is not JSON' },
  ORDER_INVALID: { status: 400, title: 'The request is not valid' },
  CURSOR_INVALID: { status: 400, title: 'The cursor is not valid' },
  FORBIDDEN: { status: 403, title: 'Not allowed' },
  ORDER_NOT_FOUND: { status: 404, title: 'No such order' },
  ROUTE_NOT_FOUND: { status: 404, title: 'No such route' },
  ORDER_CONFLICT: { status: 409, title: "The order's state forbids this" },
  ORDER_CHANGES_EXHAUSTED: { status: 409, title: 'The order takes no more updates' },
  VERSION_MISMATCH: { status: 412, title: 'The order has changed' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The content type is not supported' },
  TOTAL_MISMATCH: { status: 422, title: 'The total is not the price of the items' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The idempotency key was used before' },
  ORDER_CONTENDED: { status: 503, title: 'Too many changes at once' },
  VERSION_CONFLICT: INTERNAL,
  STORED_ORDER_INVALID: INTERNAL,
  INTERNAL_ERROR: INTERNAL,
};

/**
 * The problem that an error is to the client. What is not known to be fit for clients becomes an
 * `INTERNAL_ERROR` that tells nothing of the inside.
 */
export function toProblem(error: unknown): Problem {
  const code = codeOf(error);
  const { status, title } = KINDS[code];
  if (status === 500 || !(error instanceof Error)) return internalError();
  return {
    type: `urn:snacks:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    detail: error.message,
    code,
    ...(hasCode(error, 'ORDER_INVALID') && { errors: error.issues }),
    ...(hasCode(error, 'TOTAL_MISMATCH') && { expectedTotal: error.expectedTotal }),
    ...(hasCode(error, 'ORDER_CONFLICT') && { orderStatus: error.status }),
    ...(hasCode(error, 'VERSION_MISMATCH') && { currentVersion: error.currentVersion }),
  };
}

function internalError(): Problem {
  return {
    type: 'urn:snacks:problem:internal-error',
    ...INTERNAL,
    detail: 'Try again. An order that is repeated with its Idempotency-Key is never placed twice.',
    code: 'INTERNAL_ERROR',
  };
}

function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(KINDS, code);
}

function codeOf(error: unknown): ProblemCode {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return isProblemCode(code) ? code : 'INTERNAL_ERROR';
}
