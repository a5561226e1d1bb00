import type { OrderId } from '../order/order.js';
import type { Timestamp } from '../order/timestamp.js';

/** What approvers are told of an order: what they need to look it up, and nothing of the customer. */
export interface ApprovalRequest {
  readonly orderId: OrderId;
  /** What a decision has to name, so that it is about what was seen. */
  readonly version: number;
  /** A decimal. */
  readonly totalAmount: number;
  readonly createdAt: Timestamp;
  /** When the order is rejected, unless somebody decides before. */
  readonly decideBy: Timestamp;
  /** Whether they have been asked before. */
  readonly reminder: boolean;
}

/** Those who may decide. They are asked at least once; an error leaves open whether they were. */
export interface Approvers {
  ask(request: ApprovalRequest): Promise<void>;
}
