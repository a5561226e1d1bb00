import type { OrderRecord } from '@snacks/domain';

import type { Approval } from '../api/contract.js';
import { may } from './access.js';
import { config } from './config.js';
import { usePagedList, type PagedList } from './paged.js';

/** An order that waits for a decision. */
export interface WaitingOrder {
  readonly order: OrderRecord;
  readonly waitingSince: string;
  /** When it expires without a decision, if that is known. */
  readonly deadline: string | undefined;
}

const HOUR = 3_600_000;

/** Reads the orders that wait for approval: as an operator, or by the list of orders as an approver. */
export function useApprovals(limit: number): PagedList<WaitingOrder> {
  const [path, query] = may('GET /operations/approvals')
    ? (['operations/approvals', { limit }] as const)
    : (['orders', { status: 'PENDING_APPROVAL', limit }] as const);
  const { items, ...list } = usePagedList<Approval | OrderRecord>(path, query, (one) =>
    'order' in one ? one.order.orderId : one.orderId,
  );
  return { ...list, items: items?.map(toWaitingOrder) };
}

function toWaitingOrder(one: Approval | OrderRecord): WaitingOrder {
  if ('order' in one) return one;
  const { createdAt } = one;
  const hours = config.value?.approvalDeadlineHours;
  const deadline =
    hours === undefined ? undefined : new Date(Date.parse(createdAt) + hours * HOUR).toISOString();
  return { order: one, waitingSince: createdAt, deadline };
}
