import { admission, mayChange, mayDecide, type OrderRecord } from '@snacks/domain';

import type { OrderAction } from '../api/contract.js';
import { actor, may } from '../state/access.js';

/** Whether the platform lets the person do this for the order. */
export function isPermitted({ action }: OrderAction, order: OrderRecord): boolean {
  switch (action) {
    case 'approve':
    case 'reject':
      return may('POST /orders/{orderId}/approval') && mayDecide(actor.value, order);
    case 'cancel':
      return may('DELETE /orders/{orderId}') && mayChange(actor.value, order);
    case 'redrive':
      return may('POST /operations/dead-letters/{queue}/redrive');
    case 'set stock':
      return may('PUT /operations/stock/{name}');
  }
}

/** What customers and approvers can do for an order in its present state. */
export function actionsOfCallers(order: OrderRecord): readonly OrderAction[] {
  const { orderId, status } = order;
  const decision = { method: 'POST', path: `orders/${orderId}/approval` };
  const all: readonly OrderAction[] = [
    { action: 'approve', ...decision, text: 'Approve the order: its fulfilment begins.' },
    { action: 'reject', ...decision, text: 'Reject the order: it ends.' },
    { action: 'cancel', method: 'DELETE', path: `orders/${orderId}`, text: 'Cancel the order.' },
  ];
  return all.filter(
    (one) =>
      (one.action === 'approve' || one.action === 'reject' || one.action === 'cancel') &&
      admission(one.action, status) === 'applies' &&
      isPermitted(one, order),
  );
}
