import { ApprovalWorkflowEndedError, OrderNotFoundError } from '../errors.js';
import { orderKey } from '../order/order-key.js';
import type { ApprovalWorkflow, WorkflowInput } from '../ports/approval-workflow.js';
import type { OrderRepository } from '../ports/order-repository.js';

/** A reference to the order whose workflow is to be started. */
export type StartApprovalCommand = Omit<WorkflowInput, 'order'>;

/** Starts or resumes the workflow of an order that waits for approval. */
export class StartApproval {
  constructor(
    private readonly orders: OrderRepository,
    private readonly workflow: ApprovalWorkflow,
  ) {}

  /**
   * Returns `not waiting` if the order is decided or cancelled already.
   *
   * @throws {OrderNotFoundError} if there is no such order.
   * @throws {ApprovalWorkflowEndedError} if the order waits, but its workflow has ended.
   */
  async execute(command: StartApprovalCommand): Promise<'runs' | 'resumed' | 'not waiting'> {
    const { orderId } = command;
    const order = await this.orders.find(orderId);
    if (order === undefined) throw new OrderNotFoundError(orderId);
    if (order.status !== 'PENDING_APPROVAL') return 'not waiting';

    const state = await this.workflow.start({ ...command, order: orderKey(order) });
    if (state === 'ended') throw new ApprovalWorkflowEndedError(orderId);
    return state;
  }
}
