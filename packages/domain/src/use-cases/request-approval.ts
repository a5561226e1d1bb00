import { OrderNotFoundError } from '../errors.js';
import { toDecimal } from '../order/money.js';
import type { OrderId } from '../order/order.js';
import { toTimestamp } from '../order/timestamp.js';
import type { ApprovalTasks } from '../ports/approval-tasks.js';
import type { ApprovalWorkflow } from '../ports/approval-workflow.js';
import type { Approvers } from '../ports/approvers.js';
import type { Clock } from '../ports/clock.js';
import type { OrderRepository } from '../ports/order-repository.js';

/** Which order the approvers are to decide on, and until when. */
export interface RequestApprovalCommand {
  readonly orderId: OrderId;
  /** The token with which the workflow waits. */
  readonly taskToken: string;
  /** The seconds until the approval expires. */
  readonly secondsLeft: number;
  /** Whether the approvers were asked before. */
  readonly reminder: boolean;
}

/**
 * Asks the approvers to decide on an order, after its workflow has begun to wait.
 *
 * The token is stored before the order is read. So no decision is missed: one that was made earlier is
 * seen here, and the wait is released; one that is made later finds the token.
 */
export class RequestApproval {
  constructor(
    private readonly orders: OrderRepository,
    private readonly tasks: ApprovalTasks,
    private readonly workflow: ApprovalWorkflow,
    private readonly approvers: Approvers,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns `not waiting` if the order is decided or cancelled already.
   *
   * @throws {OrderNotFoundError} if there is no such order.
   */
  async execute(command: RequestApprovalCommand): Promise<'asked' | 'not waiting'> {
    const { orderId, taskToken, secondsLeft, reminder } = command;
    await this.tasks.add(orderId, taskToken);
    const order = await this.orders.find(orderId);
    if (order === undefined) throw new OrderNotFoundError(orderId);
    if (order.status !== 'PENDING_APPROVAL') {
      await this.workflow.release(taskToken);
      return 'not waiting';
    }
    await this.approvers.ask({
      orderId,
      version: order.version,
      totalAmount: toDecimal(order.totalAmount),
      createdAt: order.createdAt,
      decideBy: toTimestamp(this.clock.now() + secondsLeft * 1_000),
      reminder,
    });
    return 'asked';
  }
}
