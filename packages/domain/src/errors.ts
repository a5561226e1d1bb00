import type { Command, OrderStatus } from './order/lifecycle.js';
import { LIMITS } from './order/limits.js';
import type { OrderId } from './order/order.js';
import { isFields, type FieldIssue } from './validation/field-rule.js';

/**
 * The codes of the errors that use cases and orders throw. Recognise an error by its code, with
 * {@link hasCode}, never by `instanceof`: a process may load two copies of this package.
 */
export type DomainErrorCode =
  | 'ORDER_INVALID'
  | 'REQUEST_INVALID'
  | 'TOTAL_MISMATCH'
  | 'PRICES_REFUSED'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'ORDER_NOT_FOUND'
  | 'ORDER_CONFLICT'
  | 'ORDER_CHANGES_EXHAUSTED'
  | 'VERSION_MISMATCH'
  | 'VERSION_REQUIRED'
  | 'VERSION_CONFLICT'
  | 'ORDER_CONTENDED'
  | 'FORBIDDEN'
  | 'CATALOGUE_FULL'
  | 'CATALOGUE_CONTENDED'
  | 'STORED_ORDER_INVALID'
  | 'APPROVAL_WORKFLOW_ENDED'
  | 'EVENT_NOT_ANNOUNCED';

/** An error of the domain. Its message is written for the client and holds no customer data. */
export abstract class DomainError extends Error {
  abstract readonly code: DomainErrorCode;

  /** The class's name, as a literal: a minified bundle renames the class itself. */
  abstract override readonly name: string;
}

/** An order breaks rules. `issues` lists every broken rule, and how to fix the field. */
export class OrderInvalidError extends DomainError {
  override readonly name = 'OrderInvalidError';
  readonly code = 'ORDER_INVALID';

  constructor(readonly issues: readonly FieldIssue[]) {
    super(`The order is not valid: ${describeIssues(issues)}.`);
  }
}

/**
 * A field of a request breaks its rule, and is not part of an order: for example a field of an external
 * event, the note of a decision, an idempotency key, or the limit of a listing. `issues` lists every
 * broken rule, and how to fix the field.
 */
export class RequestInvalidError extends DomainError {
  override readonly name = 'RequestInvalidError';
  readonly code = 'REQUEST_INVALID';

  constructor(readonly issues: readonly FieldIssue[]) {
    super(`The request is not valid: ${describeIssues(issues)}.`);
  }
}

/** The message names at most this many issues; `issues` has all of them. */
const MAX_ISSUES_IN_MESSAGE = 3;

function describeIssues(issues: readonly FieldIssue[]): string {
  const named = issues.slice(0, MAX_ISSUES_IN_MESSAGE).map(describeIssue).join('; ');
  const others = issues.length - MAX_ISSUES_IN_MESSAGE;
  return others > 0 ? `${named}; and ${others} more` : named;
}

function describeIssue({ field, message }: FieldIssue): string {
  return field === '' ? message : `${field} ${message}`;
}

/** The order's total is not the price of its items. Amounts are decimals. */
export class TotalMismatchError extends DomainError {
  override readonly name = 'TotalMismatchError';
  readonly code = 'TOTAL_MISMATCH';

  constructor(
    readonly expectedTotal: number,
    readonly statedTotal: number,
  ) {
    super(
      `totalAmount is ${statedTotal}, but the price of the items is ${expectedTotal}: send ${expectedTotal}.`,
    );
  }
}

/**
 * The order has snacks that the catalogue does not have, or has at another price. `issues` lists each, with
 * the price that it must have.
 */
export class PricesRefusedError extends DomainError {
  override readonly name = 'PricesRefusedError';
  readonly code = 'PRICES_REFUSED';

  constructor(readonly issues: readonly FieldIssue[]) {
    super(`The order does not agree with the catalogue: ${describeIssues(issues)}.`);
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

/** There is no such order, or the caller may not see it. The error is the same in both cases. */
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

/** The order has reached its maximum number of updates. Every other command is still possible. */
export class OrderChangesExhaustedError extends DomainError {
  override readonly name = 'OrderChangesExhaustedError';
  readonly code = 'ORDER_CHANGES_EXHAUSTED';

  constructor(readonly orderId: OrderId) {
    super(
      `Order ${orderId} has reached the maximum number of updates: cancel it, or leave it as it is.`,
    );
  }
}

/** The caller expects a version of the order that is no longer current. */
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

/** The caller decides on an order without stating the version that they have seen. */
export class VersionRequiredError extends DomainError {
  override readonly name = 'VersionRequiredError';
  readonly code = 'VERSION_REQUIRED';

  constructor(readonly orderId: OrderId) {
    super(
      `A decision on order ${orderId} must state the version that you have seen: its owner may have updated it since.`,
    );
  }
}

/** A repository throws this if a `save` does not follow the stored version: another caller wrote first. */
export class VersionConflictError extends DomainError {
  override readonly name = 'VersionConflictError';
  readonly code = 'VERSION_CONFLICT';

  constructor(
    readonly orderId: OrderId,
    readonly version: number,
  ) {
    super(
      `Version ${version} of order ${orderId} was not stored: version ${version - 1} is not the current one.`,
    );
  }
}

/** Concurrent changes of the order won every attempt of this one. Trying again is safe. */
export class OrderContendedError extends DomainError {
  override readonly name = 'OrderContendedError';
  readonly code = 'ORDER_CONTENDED';

  constructor(readonly orderId: OrderId) {
    super(`There are too many concurrent changes of order ${orderId}: try again.`);
  }
}

/** The caller may see the order, but may not do this. */
export class ForbiddenError extends DomainError {
  override readonly name = 'ForbiddenError';
  readonly code = 'FORBIDDEN';
}

/** The catalogue has its maximum number of snacks. */
export class CatalogueFullError extends DomainError {
  override readonly name = 'CatalogueFullError';
  readonly code = 'CATALOGUE_FULL';

  constructor() {
    super(
      `The catalogue has ${LIMITS.catalogueSnacks} snacks, its maximum: remove one before you add another.`,
    );
  }
}

/** Concurrent changes of the catalogue won every attempt of this one. Trying again is safe. */
export class CatalogueContendedError extends DomainError {
  override readonly name = 'CatalogueContendedError';
  readonly code = 'CATALOGUE_CONTENDED';

  constructor() {
    super('There are too many concurrent changes of the catalogue: try again.');
  }
}

/** A stored order is not one that this version of the domain can read. */
export class StoredOrderInvalidError extends DomainError {
  override readonly name = 'StoredOrderInvalidError';
  readonly code = 'STORED_ORDER_INVALID';

  constructor(
    /** The id of the order, if it can be read. */
    readonly orderId: string,
    /** The field that is missing or wrong. */
    readonly field: string,
  ) {
    super(`The stored order ${orderId} cannot be read: its ${field} is missing or not valid.`);
  }
}

/** An order waits for approval, but its workflow has already ended, so that the wait would never end. */
export class ApprovalWorkflowEndedError extends DomainError {
  override readonly name = 'ApprovalWorkflowEndedError';
  readonly code = 'APPROVAL_WORKFLOW_ENDED';

  constructor(readonly orderId: OrderId) {
    super(`Order ${orderId} waits for approval, but its workflow has ended: decide on it by hand.`);
  }
}

/** The bus did not accept the announcement of an external event. Trying again is safe. */
export class EventNotAnnouncedError extends DomainError {
  override readonly name = 'EventNotAnnouncedError';
  readonly code = 'EVENT_NOT_ANNOUNCED';

  constructor(
    readonly eventId: string,
    /** The error code of the bus. */
    readonly failure: string,
  ) {
    super(`The bus did not accept the announcement of event ${eventId}: ${failure}.`);
  }
}

/** The class of each error by its code, for {@link hasCode}. */
export interface DomainErrors {
  readonly ORDER_INVALID: OrderInvalidError;
  readonly REQUEST_INVALID: RequestInvalidError;
  readonly TOTAL_MISMATCH: TotalMismatchError;
  readonly PRICES_REFUSED: PricesRefusedError;
  readonly IDEMPOTENCY_KEY_REUSED: IdempotencyKeyReusedError;
  readonly ORDER_NOT_FOUND: OrderNotFoundError;
  readonly ORDER_CONFLICT: OrderConflictError;
  readonly ORDER_CHANGES_EXHAUSTED: OrderChangesExhaustedError;
  readonly VERSION_MISMATCH: VersionMismatchError;
  readonly VERSION_REQUIRED: VersionRequiredError;
  readonly VERSION_CONFLICT: VersionConflictError;
  readonly ORDER_CONTENDED: OrderContendedError;
  readonly FORBIDDEN: ForbiddenError;
  readonly CATALOGUE_FULL: CatalogueFullError;
  readonly CATALOGUE_CONTENDED: CatalogueContendedError;
  readonly STORED_ORDER_INVALID: StoredOrderInvalidError;
  readonly APPROVAL_WORKFLOW_ENDED: ApprovalWorkflowEndedError;
  readonly EVENT_NOT_ANNOUNCED: EventNotAnnouncedError;
}

/**
 * Whether a thrown value is the domain's error of this code.
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
