import type { OrderId } from '../order/order.js';
import type { Timestamp } from '../order/timestamp.js';

/** A request to decide on an order: what approvers need to find it, and no data of the customer. */
export interface ApprovalRequest {
  readonly orderId: OrderId;
  /** The version that a decision must state, so that it is about the order as the approver saw it. */
  readonly version: number;
  /** A decimal. */
  readonly totalAmount: number;
  readonly createdAt: Timestamp;
  /** When the approval expires and the order is rejected. */
  readonly decideBy: Timestamp;
  /** Whether the approvers were asked before. */
  readonly reminder: boolean;
}

/**
 * The approvers. They receive every request at least once. After an error it is unknown whether they
 * received it; repeating the call is safe.
 */
export interface Approvers {
  ask(request: ApprovalRequest): Promise<void>;
}
