import type { Order } from './order.js';

/** Everything that can happen to the stock and the payment of an order, in words for clients. */
export const FULFILMENT_OUTCOMES = {
  stock: ['sold', 'released', 'out of stock'],
  payment: ['captured', 'declined', 'not taken'],
} as const;

/** What happened to the stock and the payment of an order. */
export interface FulfilmentRecord {
  readonly stock: (typeof FULFILMENT_OUTCOMES.stock)[number];
  readonly payment: (typeof FULFILMENT_OUTCOMES.payment)[number];
}

/**
 * What happens to the stock and the payment of an order in its final state; `undefined` unless the
 * order is PROCESSED or FAILED. It is not stored, because it follows from the state. The fulfilment
 * steps carry it out after the state is stored; if that fails, the next run repeats it.
 */
export function fulfilmentOf(order: Order): FulfilmentRecord | undefined {
  if (order.status === 'PROCESSED') return { stock: 'sold', payment: 'captured' };
  if (order.status !== 'FAILED') return undefined;
  return order.reason === 'OUT_OF_STOCK'
    ? { stock: 'out of stock', payment: 'not taken' }
    : { stock: 'released', payment: 'declined' };
}
