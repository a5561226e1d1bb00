import { OrderChangesExhaustedError } from '../errors.js';
import { advance, eventFields, type Change, type ChangeContext } from './change.js';
import type { From, To } from './lifecycle.js';
import { LIMITS } from './limits.js';
import type {
  ApprovedOrder,
  CancelledOrder,
  FailedOrder,
  FailureReason,
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
import { toItemRecords } from './record.js';

/** Changes that an order may still need after its last update: approve, claim, complete. */
const CHANGES_TO_FINISH = 3;

/** Who places an order, and under which id. */
export interface Placing {
  readonly orderId: OrderId;
  readonly customerId?: string;
}

/** The first version of an order: NEW, or PENDING_APPROVAL where its priority is high. */
export function place(
  content: OrderContent,
  { orderId, customerId }: Placing,
  context: ChangeContext,
): Change<NewOrder | PendingApprovalOrder> {
  const status: To<'place'> = content.priority === 'high' ? 'PENDING_APPROVAL' : 'NEW';
  const { version, updatedAt, history } = advance(undefined, 'place', status, context);
  const { customerName, snackItems, totalAmount, deliveryPreferences } = content;
  // Written out field by field: a spread that others are added to costs V8 far more memory.
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
  const type = 'Order Created';
  return {
    order,
    events: [
      {
        type,
        detail: {
          ...eventFields(order, type, context),
          ...(customerId !== undefined && { customerId }),
          snackItems: toItemRecords(order.snackItems),
          ...(order.deliveryPreferences !== undefined && {
            deliveryPreferences: order.deliveryPreferences,
          }),
        },
      },
    ],
  };
}

/** What a client may change in an order that nobody has begun to work on. */
export type UpdatedContent = Omit<OrderContent, 'priority'>;

/** The fields that an update replaces. */
export const UPDATED_FIELDS = [
  'customerName',
  'snackItems',
  'totalAmount',
  'deliveryPreferences',
] as const satisfies readonly (keyof UpdatedContent)[];

/** The names of the fields in which the content differs from the order's. */
export function differences(
  order: UpdatedContent,
  content: UpdatedContent,
): (keyof UpdatedContent)[] {
  // Both sides were built by `readOrderRequest` or read by `fromItem`, so that equal content has
  // its keys in the same order.
  return UPDATED_FIELDS.filter(
    (field) => JSON.stringify(order[field]) !== JSON.stringify(content[field]),
  );
}

/**
 * Replaces what the order asks for; its priority stays.
 *
 * @throws {OrderChangesExhaustedError} where the history would leave no room to finish the order.
 */
export function update(
  order: OrderIn<From<'update'>>,
  content: UpdatedContent,
  context: ChangeContext,
): Change<OrderIn<From<'update'>>> {
  if (order.version + CHANGES_TO_FINISH >= LIMITS.changes) {
    throw new OrderChangesExhaustedError(order.orderId);
  }
  const { deliveryPreferences: _replaced, ...kept } = order;
  const { customerName, snackItems, totalAmount, deliveryPreferences } = content;
  const updated = {
    ...kept,
    customerName,
    snackItems,
    totalAmount,
    ...(deliveryPreferences !== undefined && { deliveryPreferences }),
    ...advance(order, 'update', order.status, context),
  };
  const type = 'Order Updated';
  return {
    order: updated,
    events: [
      {
        type,
        detail: {
          ...eventFields(updated, type, context),
          changed: differences(order, content),
          snackItems: toItemRecords(snackItems),
          ...(deliveryPreferences !== undefined && { deliveryPreferences }),
        },
      },
    ],
  };
}

/** An approver lets the order go on. */
export function approve(
  order: OrderIn<From<'approve'>>,
  note: string | undefined,
  context: ChangeContext,
): Change<ApprovedOrder> {
  const approved: ApprovedOrder = {
    ...order,
    ...advance(order, 'approve', 'APPROVED', context, note),
  };
  const type = 'Order Approved';
  return {
    order: approved,
    events: [
      {
        type,
        detail: {
          ...eventFields(approved, type, context),
          decidedBy: context.actor,
          ...(note !== undefined && { note }),
        },
      },
    ],
  };
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
  const type = 'Order Rejected';
  return {
    order: rejected,
    events: [
      {
        type,
        detail: {
          ...eventFields(rejected, type, context),
          reason,
          decidedBy: context.actor,
          ...(note !== undefined && { note }),
        },
      },
    ],
  };
}

/** An approver declines the order. */
export function reject(
  order: OrderIn<From<'reject'>>,
  note: string | undefined,
  context: ChangeContext,
): Change<RejectedOrder> {
  return refuse(order, 'reject', 'DECLINED_BY_APPROVER', note, context);
}

/** Nobody decided in time. */
export function expire(
  order: OrderIn<From<'expire'>>,
  context: ChangeContext,
): Change<RejectedOrder> {
  return refuse(order, 'expire', 'APPROVAL_EXPIRED', undefined, context);
}

/** The order is taken back, as long as nobody has begun to work on it. */
export function cancel(
  order: OrderIn<From<'cancel'>>,
  context: ChangeContext,
): Change<CancelledOrder> {
  const cancelled: CancelledOrder = { ...order, ...advance(order, 'cancel', 'CANCELLED', context) };
  const type = 'Order Cancelled';
  return {
    order: cancelled,
    events: [
      {
        type,
        detail: { ...eventFields(cancelled, type, context), cancelledBy: context.actor },
      },
    ],
  };
}

/** Work on the order begins. Emits nothing: only the fulfilment's outcome is news. */
export function claim(
  order: OrderIn<From<'claim'>>,
  context: ChangeContext,
): Change<ProcessingOrder> {
  return { order: { ...order, ...advance(order, 'claim', 'PROCESSING', context) }, events: [] };
}

/** No step of fulfilment refused: what they set aside is to be made final. */
export function complete(
  order: OrderIn<From<'complete'>>,
  context: ChangeContext,
): Change<ProcessedOrder> {
  const bookkeeping = advance(order, 'complete', 'PROCESSED', context);
  const processedAt = bookkeeping.updatedAt;
  const processed: ProcessedOrder = { ...order, ...bookkeeping, processedAt };
  const type = 'Order Processed';
  return {
    order: processed,
    events: [{ type, detail: { ...eventFields(processed, type, context), processedAt } }],
  };
}

/** A step of fulfilment refused: what the earlier ones did is to be undone. */
export function fail(
  order: OrderIn<From<'fail'>>,
  reason: FailureReason,
  context: ChangeContext,
): Change<FailedOrder> {
  const failed: FailedOrder = { ...order, ...advance(order, 'fail', 'FAILED', context), reason };
  const type = 'Order Failed';
  return {
    order: failed,
    events: [{ type, detail: { ...eventFields(failed, type, context), reason } }],
  };
}
