import type { OrderId } from '../order/order.js';
import type { OrderKey } from '../order/order-key.js';

/** What a workflow is told of the order it is about: a reference, as the store has the order. */
export interface WorkflowInput {
  /** Names the workflow. */
  readonly order: OrderKey;
  readonly orderId: OrderId;
  /** Of what placed the order. */
  readonly correlationId: string;
}

/**
 * How the workflow of an order stands after it was to be started: it `runs`, since now or before; it
 * had broken off and is `resumed` at the step that failed; or it had `ended` as it should.
 */
export type WorkflowState = 'runs' | 'resumed' | 'ended';

/**
 * The workflow that waits for the decision on an order, reminds the approvers, and ends the wait. An
 * order has one at most, whatever happens how often.
 */
export interface ApprovalWorkflow {
  /**
   * Sees to it that the order's workflow runs, unless it has ended as it should. An error leaves open
   * whether it runs; calling again is safe.
   */
  start(input: WorkflowInput): Promise<WorkflowState>;

  /**
   * Ends the wait that has this token. A token for which nothing waits (any more), whether it was
   * used, ran out of time or was never one, is `not waiting` and no error.
   */
  release(token: string): Promise<'released' | 'not waiting'>;
}
