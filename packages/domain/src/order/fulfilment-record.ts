import type { Order } from './order.js';

/** What can become of an order's stock and payment, in plain words. */
export const FULFILMENT_OUTCOMES = {
  stock: ['sold', 'released', 'out of stock'],
  payment: ['captured', 'declined', 'not taken'],
} as const;

/** What became of an order's stock and payment. */
export interface FulfilmentRecord {
  readonly stock: (typeof FULFILMENT_OUTCOMES.stock)[number];
  readonly payment: (typeof FULFILMENT_OUTCOMES.payment)[number];
}

/**
 * What the order's end decides of its stock and payment; `undefined` as long as it has not come to an
 * end by fulfilment. It is not stored: it follows from the state, and is carried out right after it,
 * or where that goes wrong, by the next try.
 */
export function fulfilmentOf(order: Order): FulfilmentRecord | undefined {
  if (order.status === 'PROCESSED') return { stock: 'sold', payment: 'captured' };
  if (order.status !== 'FAILED') return undefined;
  return order.reason === 'OUT_OF_STOCK'
    ? { stock: 'out of stock', payment: 'not taken' }
    : { stock: 'released', payment: 'declined' };
}
