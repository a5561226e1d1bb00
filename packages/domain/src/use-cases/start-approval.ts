import { ApprovalWorkflowEndedError, OrderNotFoundError } from '../errors.js';
import { orderKey } from '../order/order-key.js';
import type { ApprovalWorkflow, WorkflowInput } from '../ports/approval-workflow.js';
import type { OrderRepository } from '../ports/order-repository.js';

/** Which order to start the workflow of: a reference, as the store has the order. */
export type StartApprovalCommand = Omit<WorkflowInput, 'order'>;

/** Sees to it that the workflow of an order runs for as long as the order waits for approval. */
export class StartApproval {
  constructor(
    private readonly orders: OrderRepository,
    private readonly workflow: ApprovalWorkflow,
  ) {}

  /**
   * Returns `not waiting` where the order is decided or cancelled already: there is nothing to start.
   *
   * @throws {OrderNotFoundError} where there is no such order.
   * @throws {ApprovalWorkflowEndedError} where the order waits, but its workflow is over.
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
