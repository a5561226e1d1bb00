import { isFields, type FieldIssue } from './order/field-rules.js';
import type { Command, OrderStatus } from './order/lifecycle.js';
import type { OrderId } from './order/order.js';

/**
 * The codes of all errors that the domain throws. Recognise an error by its code, with
 * {@link hasCode}, never by `instanceof`: two copies of this package may be loaded.
 */
export type DomainErrorCode =
  | 'ORDER_INVALID'
  | 'TOTAL_MISMATCH'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'ORDER_NOT_FOUND'
  | 'ORDER_CONFLICT'
  | 'ORDER_CHANGES_EXHAUSTED'
  | 'VERSION_MISMATCH'
  | 'VERSION_REQUIRED'
  | 'VERSION_CONFLICT'
  | 'ORDER_CONTENDED'
  | 'FORBIDDEN'
  | 'STORED_ORDER_INVALID'
  | 'APPROVAL_WORKFLOW_ENDED'
  | 'EVENT_NOT_ANNOUNCED';

/** An error of the domain. Its message is fit for the client, and holds no customer data. */
export abstract class DomainError extends Error {
  abstract readonly code: DomainErrorCode;

  /** The class's name, as a literal: a minified bundle has none left to read. */
  abstract override readonly name: string;
}

/** The request breaks rules: all broken ones are told at once, each with how to mend it. */
export class OrderInvalidError extends DomainError {
  override readonly name = 'OrderInvalidError';
  readonly code = 'ORDER_INVALID';

  constructor(readonly issues: readonly FieldIssue[]) {
    super(`The request is not valid: ${describeIssues(issues)}.`);
  }
}

/** So many issues are told in the message; all of them stand in `issues`. */
const ISSUES_IN_MESSAGE = 3;

function describeIssues(issues: readonly FieldIssue[]): string {
  const told = issues.slice(0, ISSUES_IN_MESSAGE).map(describeIssue);
  const others = issues.length - told.length;
  return others > 0 ? `${told.join('; ')}; and ${others} more` : told.join('; ');
}

function describeIssue({ field, message }: FieldIssue): string {
  return field === '' ? message : `${field} ${message}`;
}

/** The total that the client states is not the price of the items. Amounts are decimals. */
export class TotalMismatchError extends DomainError {
  override readonly name = 'TotalMismatchError';
  readonly code = 'TOTAL_MISMATCH';

  constructor(
    readonly expectedTotal: number,
    readonly statedTotal: number,
  ) {
    super(`totalAmount is ${statedTotal}, but the items come to ${expectedTotal}: send that.`);
  }
}

/** The idempotency key was used for another request before. */
export class IdempotencyKeyReusedError extends DomainError {
  override readonly name = 'IdempotencyKeyReusedError';
  readonly code = 'IDEMPOTENCY_KEY_REUSED';

  constructor() {
    super(
      'This idempotency key was used for another request: repeat that request unchanged, or use a new key.',
    );
  }
}

/** There is no such order, or it is not the caller's to see: the two cannot be told apart. */
export class OrderNotFoundError extends DomainError {
  override readonly name = 'OrderNotFoundError';
  readonly code = 'ORDER_NOT_FOUND';

  constructor(readonly orderId: OrderId) {
    super(`There is no order ${orderId}.`);
  }
}

/** The order's state forbids the command. */
export class OrderConflictError extends DomainError {
  override readonly name = 'OrderConflictError';
  readonly code = 'ORDER_CONFLICT';

  constructor(
    readonly orderId: OrderId,
    readonly command: Command,
    readonly status: OrderStatus,
  ) {
    super(`Cannot ${command} order ${orderId}: it is ${status}.`);
  }
}

/** The order was updated so often that it takes no more updates; it can still be finished. */
export class OrderChangesExhaustedError extends DomainError {
  override readonly name = 'OrderChangesExhaustedError';
  readonly code = 'ORDER_CHANGES_EXHAUSTED';

  constructor(readonly orderId: OrderId) {
    super(`Order ${orderId} was changed too often to take another update: cancel it, or leave it.`);
  }
}

/** The caller wanted to change a version of the order that is not the current one any more. */
export class VersionMismatchError extends DomainError {
  override readonly name = 'VersionMismatchError';
  readonly code = 'VERSION_MISMATCH';

  constructor(
    readonly orderId: OrderId,
    readonly expectedVersion: number,
    readonly currentVersion: number,
  ) {
    super(
      `Order ${orderId} is at version ${currentVersion}, not ${expectedVersion}: read it again, then decide.`,
    );
  }
}

/** The caller decides on an order without saying which version of it they have seen. */
export class VersionRequiredError extends DomainError {
  override readonly name = 'VersionRequiredError';
  readonly code = 'VERSION_REQUIRED';

  constructor(readonly orderId: OrderId) {
    super(
      `A decision on order ${orderId} has to name the version that was seen: its owner may have replaced it since.`,
    );
  }
}

/** A store's response to a `save` whose version is not the next one: somebody else wrote first. */
export class VersionConflictError extends DomainError {
  override readonly name = 'VersionConflictError';
  readonly code = 'VERSION_CONFLICT';

  constructor(
    readonly orderId: OrderId,
    readonly version: number,
  ) {
    super(
      `Version ${version} of order ${orderId} was not written: its predecessor is not current.`,
    );
  }
}

/** So many others write this order that the change did not get through. Trying again is safe. */
export class OrderContendedError extends DomainError {
  override readonly name = 'OrderContendedError';
  readonly code = 'ORDER_CONTENDED';

  constructor(readonly orderId: OrderId) {
    super(`Order ${orderId} is being changed by many at once: try again.`);
  }
}

/** The caller may not do this. */
export class ForbiddenError extends DomainError {
  override readonly name = 'ForbiddenError';
  readonly code = 'FORBIDDEN';
}

/** What a store or a sender holds is not an order as this version of the domain knows it. */
export class StoredOrderInvalidError extends DomainError {
  override readonly name = 'StoredOrderInvalidError';
  readonly code = 'STORED_ORDER_INVALID';

  constructor(
    /** As far as it can be read. */
    readonly orderId: string,
    /** The field that is missing or wrong. */
    readonly field: string,
  ) {
    super(`The stored order ${orderId} cannot be read: its ${field} is missing or not valid.`);
  }
}

/** An order waits for approval, but the workflow that would bring the wait to an end is over. */
export class ApprovalWorkflowEndedError extends DomainError {
  override readonly name = 'ApprovalWorkflowEndedError';
  readonly code = 'APPROVAL_WORKFLOW_ENDED';

  constructor(readonly orderId: OrderId) {
    super(`Order ${orderId} waits for approval, but its workflow has ended: decide on it by hand.`);
  }
}

/** The bus did not take the announcement of an external event. Trying again is safe. */
export class EventNotAnnouncedError extends DomainError {
  override readonly name = 'EventNotAnnouncedError';
  readonly code = 'EVENT_NOT_ANNOUNCED';

  constructor(
    readonly eventId: string,
    /** The bus's word for it. */
    readonly failure: string,
  ) {
    super(`The bus did not take the announcement of event ${eventId}: ${failure}.`);
  }
}

/** Each error's class by its code, for {@link hasCode}. */
export interface DomainErrors {
  readonly ORDER_INVALID: OrderInvalidError;
  readonly TOTAL_MISMATCH: TotalMismatchError;
  readonly IDEMPOTENCY_KEY_REUSED: IdempotencyKeyReusedError;
  readonly ORDER_NOT_FOUND: OrderNotFoundError;
  readonly ORDER_CONFLICT: OrderConflictError;
  readonly ORDER_CHANGES_EXHAUSTED: OrderChangesExhaustedError;
  readonly VERSION_MISMATCH: VersionMismatchError;
  readonly VERSION_REQUIRED: VersionRequiredError;
  readonly VERSION_CONFLICT: VersionConflictError;
  readonly ORDER_CONTENDED: OrderContendedError;
  readonly FORBIDDEN: ForbiddenError;
  readonly STORED_ORDER_INVALID: StoredOrderInvalidError;
  readonly APPROVAL_WORKFLOW_ENDED: ApprovalWorkflowEndedError;
  readonly EVENT_NOT_ANNOUNCED: EventNotAnnouncedError;
}

/**
 * Whether something thrown is the domain's error of this code.
 *
 * @example
 * try { await cancelOrder.execute(…) } catch (error) {
 *   if (hasCode(error, 'ORDER_CONFLICT')) return `too late, it is ${error.status}`;
 *   throw error;
 * }
 */
export function hasCode<C extends DomainErrorCode>(
  error: unknown,
  code: C,
): error is DomainErrors[C] {
  return isFields(error) && error.code === code;
}
