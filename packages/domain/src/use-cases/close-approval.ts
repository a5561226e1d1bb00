import { OrderNotFoundError } from '../errors.js';
import type { OrderId } from '../order/order.js';
import type { ApprovalTasks } from '../ports/approval-tasks.js';
import type { ApprovalWorkflow } from '../ports/approval-workflow.js';
import type { OrderRepository } from '../ports/order-repository.js';

/**
 * Ends the workflow's wait for an order that is decided or cancelled. Reads the order first: an event may
 * be forged, and a pending order must keep its workflow.
 */
export class CloseApproval {
  constructor(
    private readonly orders: OrderRepository,
    private readonly tasks: ApprovalTasks,
    private readonly workflow: ApprovalWorkflow,
  ) {}

  /**
   * Returns `nothing waits` if there was no wait to end: it has expired, was ended before, or has not
   * begun yet, and then finds the order decided. Returns `undecided` if the order waits for approval.
   *
   * @throws {OrderNotFoundError} if there is no such order.
   */
  async execute(orderId: OrderId): Promise<'released' | 'nothing waits' | 'undecided'> {
    const order = await this.orders.find(orderId);
    if (order === undefined) throw new OrderNotFoundError(orderId);
    if (order.status === 'PENDING_APPROVAL') return 'undecided';

    const tokens = await this.tasks.tokensOf(orderId);
    const outcomes = await Promise.all(tokens.map(async (token) => this.workflow.release(token)));
    return outcomes.includes('released') ? 'released' : 'nothing waits';
  }
}
