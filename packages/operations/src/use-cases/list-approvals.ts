import { toMilliseconds, toTimestamp, type Order, type Timestamp } from '@snacks/domain';
import type { OrderPosition } from '@snacks/domain/ports';

import type { PlatformMap } from '../platform-map.js';
import type { OperationsPorts } from '../ports/operations-ports.js';

/** An order that waits for a decision. */
export interface WaitingApproval {
  readonly order: Order;
  readonly waitingSince: Timestamp;
  /** When it expires without a decision. A workflow that started late expires that much later. */
  readonly deadline: Timestamp;
}

/** Lists the orders that wait for approval, the newest first. */
export class ListApprovals {
  constructor(
    private readonly ports: Pick<OperationsPorts, 'orders'>,
    private readonly map: Pick<PlatformMap, 'approvalDeadlineHours'>,
  ) {}

  async execute(query: { readonly limit: number; readonly after?: OrderPosition }): Promise<{
    readonly approvals: readonly WaitingApproval[];
    readonly next?: OrderPosition;
  }> {
    const { orders, next } = await this.ports.orders.list({ ...query, status: 'PENDING_APPROVAL' });
    const wait = this.map.approvalDeadlineHours * 3_600_000;
    const approvals = orders.map((order) => ({
      order,
      waitingSince: order.createdAt,
      deadline: toTimestamp(toMilliseconds(order.createdAt) + wait),
    }));
    return { approvals, ...(next !== undefined && { next }) };
  }
}
