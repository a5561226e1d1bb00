import {
  ForbiddenError,
  OrderInvalidError,
  VersionMismatchError,
  VersionRequiredError,
} from '../errors.js';
import { hasRole, mayDecide, type Actor } from '../order/actor.js';
import { admit } from '../order/admit.js';
import type { ApproverDecision } from '../order/approver-decision.js';
import type { Change, ChangeContext } from '../order/change.js';
import { FIELD_RULES, issueOf } from '../order/field-rules.js';
import type { Order, OrderId } from '../order/order.js';
import { normalise } from '../order/text.js';
import { approve, expire, reject } from '../order/transitions.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';
import { changeOrder } from './change-order.js';
import { assertVersion } from './expected-version.js';
import { changeContext, type RequestContext } from './request-context.js';
import { visibleTo } from './visible-order.js';

/** What can become of an order that waits for approval. */
export type Decision = ApproverDecision | 'expire';

/** What was decided on which order, and by whom. */
export interface DecideApprovalCommand extends RequestContext {
  readonly orderId: OrderId;
  readonly decision: Decision;
  /**
   * The version that was seen. A caller who is known has to name it: what an approver was shown may
   * have been replaced by its owner since.
   */
  readonly expectedVersion?: number;
  /** Why; told to the customer. */
  readonly note?: string;
}

/**
 * Decides on an order that waits for approval. The same decision twice is the same as once, however
 * far the order has come since; `reject` and `expire` both lead to REJECTED, so whichever comes second
 * finds it done and changes nothing.
 */
export class DecideApproval {
  constructor(
    private readonly orders: OrderRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {OrderInvalidError} where the note breaks its rule.
   * @throws {OrderNotFoundError} @throws {ForbiddenError} where the actor may not decide on it.
   * @throws {VersionRequiredError} where a known caller does not say what they have seen.
   * @throws {VersionMismatchError} where that is not what would be, or was, decided on.
   * @throws {OrderConflictError} where it is not waiting (any more), and stands otherwise.
   * @throws {OrderContendedError} where others won every write.
   */
  async execute(command: DecideApprovalCommand): Promise<Order> {
    const { actor, orderId } = command;
    const note = readNote(command.note);
    return changeOrder(this.orders, orderId, (order) => {
      visibleTo(actor, orderId, order);
      assertMayDecide(actor, command.decision, order);
      assertSaysWhatWasSeen(command);
      return decide(
        order,
        { ...command, ...(note !== undefined && { note }) },
        changeContext(command, this.clock),
      );
    });
  }
}

/** @throws {OrderInvalidError} where it breaks its rule. */
function readNote(stated: string | undefined): string | undefined {
  const note = stated === undefined ? undefined : normalise(stated);
  if (note === undefined || FIELD_RULES.note.accepts(note)) return note;
  throw new OrderInvalidError([issueOf('note', FIELD_RULES.note)]);
}

function assertMayDecide(actor: Actor, decision: Decision, order: Order): void {
  if (decision === 'expire') {
    if (actor.roles.includes('system')) return;
    throw new ForbiddenError('Only the platform lets an approval expire.');
  }
  if (!mayDecide(actor, order)) {
    throw new ForbiddenError('Only an approver decides, and never on an order of their own.');
  }
}

/**
 * Whether this very decision was made.
 *
 * @throws {VersionMismatchError} where it was made on another version than the caller has seen.
 */
function stands(order: Order, decision: Decision, expectedVersion: number | undefined): boolean {
  const made = order.history.find(({ command }) => command === decision);
  if (made === undefined) return false;
  if (expectedVersion !== undefined && expectedVersion !== made.version - 1) {
    throw new VersionMismatchError(order.orderId, expectedVersion, order.version);
  }
  return true;
}

function assertSaysWhatWasSeen({ actor, orderId, expectedVersion }: DecideApprovalCommand): void {
  const isKnown = actor.subject !== undefined && !hasRole(actor, ['system']);
  if (isKnown && expectedVersion === undefined) throw new VersionRequiredError(orderId);
}

function decide(
  order: Order,
  { decision, note, expectedVersion }: DecideApprovalCommand,
  context: ChangeContext,
): Change | undefined {
  if (stands(order, decision, expectedVersion)) return undefined;
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
