import type { OrderId } from '../order/order.js';
import type { OrderKey } from '../order/order-key.js';

/** The input of a workflow: a reference to the order, which is in the repository. */
export interface WorkflowInput {
  /** Identifies the workflow. */
  readonly order: OrderKey;
  readonly orderId: OrderId;
  /** The correlation id of the request that placed the order. */
  readonly correlationId: string;
}

/**
 * The state of a workflow after `start`: it `runs`, whether it was started now or earlier; it had failed,
 * and is `resumed` at the failed step; or it had `ended` successfully.
 */
export type WorkflowState = 'runs' | 'resumed' | 'ended';

/**
 * The workflow that waits for the decision on an order, reminds the approvers, and lets the approval
 * expire. An order has at most one, however often it is started.
 */
export interface ApprovalWorkflow {
  /**
   * Starts or resumes the workflow of the order, unless it runs or has ended successfully. After an
   * error it is unknown whether the workflow runs; repeating the call is safe.
   */
  start(input: WorkflowInput): Promise<WorkflowState>;

  /**
   * Ends the wait with this token. Returns `not waiting` if no wait has the token: it was used before,
   * has expired, or is unknown.
   */
  release(token: string): Promise<'released' | 'not waiting'>;
}
