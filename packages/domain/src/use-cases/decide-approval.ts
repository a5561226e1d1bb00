import {
  ForbiddenError,
  RequestInvalidError,
  VersionMismatchError,
  VersionRequiredError,
} from '../errors.js';
import { hasRole, mayDecide, type Actor } from '../order/actor.js';
import { admit } from '../order/admit.js';
import type { ApproverDecision } from '../order/approver-decision.js';
import type { Change, ChangeContext } from '../order/change.js';
import type { Order, OrderId } from '../order/order.js';
import { ORDER_FIELD_RULES } from '../order/order-field-rules.js';
import { normalise } from '../validation/text.js';
import { approve, expire, reject } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { issueOf } from '../validation/field-rule.js';
import { changeOrder } from './change-order.js';
import { assertVersion } from './expected-version.js';
import { changeContext, type RequestContext } from './request-context.js';
import { visibleTo } from './visible-order.js';

/** What can be decided on an order that waits for approval. Only the platform lets one expire. */
export type Decision = ApproverDecision | 'expire';

/** A decision on an order, and who makes it. */
export interface DecideApprovalCommand extends RequestContext {
  readonly orderId: OrderId;
  readonly decision: Decision;
  /**
   * The version that the approver has seen. A caller with a subject must state it, because the owner may
   * have updated the order since.
   */
  readonly expectedVersion?: number;
  /** A note for the customer. */
  readonly note?: string;
}

/**
 * Decides on an order that waits for approval. Repeating a decision has no further effect, also after
 * later changes of the order. `reject` and `expire` both lead to REJECTED, so the second of them has no
 * effect either.
 */
export class DecideApproval {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {RequestInvalidError} if the note breaks its rule.
   * @throws {OrderNotFoundError} if there is no order that the actor may see.
   * @throws {ForbiddenError} if the actor may not decide on the order.
   * @throws {VersionRequiredError} if a caller with a subject states no version.
   * @throws {VersionMismatchError} if the stated version is not the current one, or not the one that the
   *   repeated decision was made on.
   * @throws {OrderConflictError} if the order does not wait for approval, and the decision is not a repeat.
   * @throws {OrderContendedError} if concurrent changes won every attempt.
   */
  async execute(command: DecideApprovalCommand): Promise<Order> {
    const { actor, orderId } = command;
    const note = readNote(command.note);
    return changeOrder(this.orders, orderId, (order) => {
      visibleTo(actor, orderId, order);
      assertMayDecide(actor, command.decision, order);
      assertVersionStated(command);
      return decide(
        order,
        { ...command, ...(note !== undefined && { note }) },
        changeContext(command, this.clock),
      );
    });
  }
}

/** @throws {RequestInvalidError} if the note breaks its rule. */
function readNote(text: string | undefined): string | undefined {
  const note = text === undefined ? undefined : normalise(text);
  if (note === undefined || ORDER_FIELD_RULES.note.accepts(note)) return note;
  throw new RequestInvalidError([issueOf('note', ORDER_FIELD_RULES.note)]);
}

function assertMayDecide(actor: Actor, decision: Decision, order: Order): void {
  if (decision === 'expire') {
    if (actor.roles.includes('system')) return;
    throw new ForbiddenError('Only the platform lets an approval expire.');
  }
  if (!mayDecide(actor, order)) {
    throw new ForbiddenError('Only an approver may decide, and not on their own order.');
  }
}

/**
 * Whether the same decision was made before.
 *
 * @throws {VersionMismatchError} if it was made on another version than the expected one.
 */
function isRepeat(order: Order, decision: Decision, expectedVersion: number | undefined): boolean {
  const entry = order.history.find(({ command }) => command === decision);
  if (entry === undefined) return false;
  if (expectedVersion !== undefined && expectedVersion !== entry.version - 1) {
    throw new VersionMismatchError(order.orderId, expectedVersion, order.version);
  }
  return true;
}

function assertVersionStated({ actor, orderId, expectedVersion }: DecideApprovalCommand): void {
  const isKnown = actor.subject !== undefined && !hasRole(actor, ['system']);
  if (isKnown && expectedVersion === undefined) throw new VersionRequiredError(orderId);
}

function decide(
  order: Order,
  { decision, note, expectedVersion }: DecideApprovalCommand,
  context: ChangeContext,
): Change | undefined {
  if (isRepeat(order, decision, expectedVersion)) return undefined;
  const pending = admit(decision, order);
  if (pending === undefined) return undefined;
  assertVersion(pending, expectedVersion);
  switch (decision) {
    case 'approve':
      return approve(pending, note, context);
    case 'reject':
      return reject(pending, note, context);
    case 'expire':
      return expire(pending, context);
  }
}
