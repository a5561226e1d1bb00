import { hasCode, type FieldIssue } from '@snacks/domain';
import type { MessageInvalidError } from '@snacks/operations';

import { isProblemCode, PROBLEM_KINDS, problemType, type ProblemCode } from './problem-kinds.js';

/** An error as `application/problem+json` (RFC 9457). */
export interface Problem {
  /** The URL that explains this kind of error: see {@link problemType}. */
  readonly type: string;
  readonly title: string;
  /** The HTTP status code. */
  readonly status: number;
  /** What is wrong with this request, and how to fix it. */
  readonly detail: string;
  /** Identifies the error for programs. It never changes. */
  readonly code: ProblemCode;
  readonly errors?: readonly FieldIssue[];
  /** The correct total of the items, as a decimal. */
  readonly expectedTotal?: number;
  /** The state that forbids the command. */
  readonly orderStatus?: string;
  readonly currentVersion?: number;
}

/**
 * Returns the problem that the client gets for an error. An error without a public code becomes an
 * `INTERNAL_ERROR` without details.
 */
export function toProblem(error: unknown): Problem {
  const code = codeOf(error);
  const { status, title } = PROBLEM_KINDS[code];
  if (status === 500 || !(error instanceof Error)) return internalError();
  return {
    type: problemType(code),
    title,
    status,
    detail: error.message,
    code,
    ...(hasCode(error, 'ORDER_INVALID') && { errors: error.issues }),
    ...(hasCode(error, 'REQUEST_INVALID') && { errors: error.issues }),
    ...(hasCode(error, 'PRICES_REFUSED') && { errors: error.issues }),
    ...(isMessageInvalid(error) && { errors: error.issues }),
    ...(hasCode(error, 'TOTAL_MISMATCH') && { expectedTotal: error.expectedTotal }),
    ...(hasCode(error, 'ORDER_CONFLICT') && { orderStatus: error.status }),
    ...(hasCode(error, 'VERSION_MISMATCH') && { currentVersion: error.currentVersion }),
  };
}

function isMessageInvalid(error: unknown): error is MessageInvalidError {
  return error instanceof Error && 'code' in error && error.code === 'MESSAGE_INVALID';
}

function internalError(): Problem {
  return {
    type: problemType('INTERNAL_ERROR'),
    title: PROBLEM_KINDS.INTERNAL_ERROR.title,
    status: 500,
    detail: 'Try again. An order that is repeated with its Idempotency-Key is never placed twice.',
    code: 'INTERNAL_ERROR',
  };
}

function codeOf(error: unknown): ProblemCode {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return isProblemCode(code) ? code : 'INTERNAL_ERROR';
}
