import { OrderChangesExhaustedError } from '../errors.js';
import { advance, changeTo, type Change, type ChangeContext } from './change.js';
import type { From, To } from './lifecycle.js';
import { LIMITS } from './limits.js';
import type {
  ApprovedOrder,
  CancelledOrder,
  FailedOrder,
  FailureReason,
  FulfilmentRecord,
  NewOrder,
  OrderContent,
  OrderId,
  OrderIn,
  PendingApprovalOrder,
  ProcessedOrder,
  ProcessingOrder,
  RejectedOrder,
  RejectionReason,
} from './order.js';

/** The changes that an order may need after its last update: approve, claim, complete. */
const CHANGES_TO_FINISH = 3;

/** The id and the owner of a new order. */
export interface Placing {
  readonly orderId: OrderId;
  readonly customerId?: string;
}

/** The first version of an order: NEW, or PENDING_APPROVAL if its priority is high. */
export function place(
  content: OrderContent,
  { orderId, customerId }: Placing,
  context: ChangeContext,
): Change<NewOrder | PendingApprovalOrder> {
  const status: To<'place'> = content.priority === 'high' ? 'PENDING_APPROVAL' : 'NEW';
  const { version, updatedAt, history } = advance(undefined, 'place', status, context);
  const { customerName, snackItems, totalAmount, deliveryPreferences } = content;
  // Field by field, because V8 needs far more memory for an object that is spread and then extended.
  const order = {
    orderId,
    status,
    customerName,
    snackItems,
    totalAmount,
    priority: content.priority,
    createdAt: updatedAt,
    updatedAt,
    version,
    history,
    ...(customerId !== undefined && { customerId }),
    ...(deliveryPreferences !== undefined && { deliveryPreferences }),
  };
  return changeTo(order, context);
}

/** The content that an update may replace. */
export type UpdatedContent = Omit<OrderContent, 'priority'>;

/** The fields that an update replaces. */
export const UPDATED_FIELDS = [
  'customerName',
  'snackItems',
  'totalAmount',
  'deliveryPreferences',
] as const satisfies readonly (keyof UpdatedContent)[];

/** The names of the fields in which the content differs from that of the order. */
export function differences(
  order: UpdatedContent,
  content: UpdatedContent,
): (keyof UpdatedContent)[] {
  // `readOrderRequest` and `fromItem` create the fields in the same order, so equal content gives equal
  // JSON.
  return UPDATED_FIELDS.filter(
    (field) => JSON.stringify(order[field]) !== JSON.stringify(content[field]),
  );
}

/**
 * Replaces the content of the order; its priority stays.
 *
 * @throws {OrderChangesExhaustedError} if the history would have too few entries left to approve and
 *   process the order.
 */
export function update(
  order: OrderIn<From<'update'>>,
  content: UpdatedContent,
  context: ChangeContext,
): Change<OrderIn<From<'update'>>> {
  if (order.version + CHANGES_TO_FINISH >= LIMITS.changes) {
    throw new OrderChangesExhaustedError(order.orderId);
  }
  const { deliveryPreferences: _replaced, ...unchanged } = order;
  const { customerName, snackItems, totalAmount, deliveryPreferences } = content;
  const updated = {
    ...unchanged,
    customerName,
    snackItems,
    totalAmount,
    ...(deliveryPreferences !== undefined && { deliveryPreferences }),
    ...advance(order, 'update', order.status, context),
  };
  return changeTo(updated, context, differences(order, content));
}

/** An approver approves the order. */
export function approve(
  order: OrderIn<From<'approve'>>,
  note: string | undefined,
  context: ChangeContext,
): Change<ApprovedOrder> {
  const approved: ApprovedOrder = {
    ...order,
    ...advance(order, 'approve', 'APPROVED', context, note),
  };
  return changeTo(approved, context);
}

function refuse(
  order: PendingApprovalOrder,
  command: 'reject' | 'expire',
  reason: RejectionReason,
  note: string | undefined,
  context: ChangeContext,
): Change<RejectedOrder> {
  const rejected: RejectedOrder = {
    ...order,
    ...advance(order, command, 'REJECTED', context, note),
    reason,
  };
  return changeTo(rejected, context);
}

/** An approver declines the order. */
export function reject(
  order: OrderIn<From<'reject'>>,
  note: string | undefined,
  context: ChangeContext,
): Change<RejectedOrder> {
  return refuse(order, 'reject', 'DECLINED_BY_APPROVER', note, context);
}

/** No approver decided in time. */
export function expire(
  order: OrderIn<From<'expire'>>,
  context: ChangeContext,
): Change<RejectedOrder> {
  return refuse(order, 'expire', 'APPROVAL_EXPIRED', undefined, context);
}

/** The order is cancelled, before its processing. */
export function cancel(
  order: OrderIn<From<'cancel'>>,
  context: ChangeContext,
): Change<CancelledOrder> {
  const cancelled: CancelledOrder = { ...order, ...advance(order, 'cancel', 'CANCELLED', context) };
  return changeTo(cancelled, context);
}

/** Processing of the order begins. Emits no event; the end of the processing emits one. */
export function claim(
  order: OrderIn<From<'claim'>>,
  context: ChangeContext,
): Change<ProcessingOrder> {
  return changeTo({ ...order, ...advance(order, 'claim', 'PROCESSING', context) }, context);
}

/**
 * All fulfilment steps succeeded: their effects are to be committed. `fulfilment` has the words of the steps
 * for clients, `finishedBy` is the id of the message that was processed.
 */
export function complete(
  order: OrderIn<From<'complete'>>,
  context: ChangeContext,
  fulfilment?: FulfilmentRecord,
  finishedBy?: string,
): Change<ProcessedOrder> {
  const bookkeeping = advance(order, 'complete', 'PROCESSED', context);
  const processedAt = bookkeeping.updatedAt;
  const processed: ProcessedOrder = {
    ...order,
    ...bookkeeping,
    processedAt,
    ...(fulfilment !== undefined && { fulfilment }),
    ...(finishedBy !== undefined && { finishedBy }),
  };
  return changeTo(processed, context);
}

/**
 * A fulfilment step refused: the effects of all steps are to be undone. `fulfilment` has the words of the
 * steps for clients, `finishedBy` is the id of the message that was processed.
 */
export function fail(
  order: OrderIn<From<'fail'>>,
  reason: FailureReason,
  context: ChangeContext,
  fulfilment?: FulfilmentRecord,
  finishedBy?: string,
): Change<FailedOrder> {
  const failed: FailedOrder = {
    ...order,
    ...advance(order, 'fail', 'FAILED', context),
    reason,
    ...(fulfilment !== undefined && { fulfilment }),
    ...(finishedBy !== undefined && { finishedBy }),
  };
  return changeTo(failed, context);
}
