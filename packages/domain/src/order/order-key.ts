import type { Order, OrderId } from './order.js';
import { toMilliseconds } from './timestamp.js';

/**
 * What names one order for ever to those who work for it: its id, and when it was placed, in
 * milliseconds since the epoch. The id alone may come again: under the same idempotency key, once the
 * order before it was deleted.
 */
export type OrderKey = `${string}_${number}`;

const ORDER_KEY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}_\d{1,16}$/;

/** The order's key. It is of letters, digits, hyphens and `_`, and at most 53 characters long. */
export function orderKey({ orderId, createdAt }: Pick<Order, 'orderId' | 'createdAt'>): OrderKey {
  return `${orderId}_${toMilliseconds(createdAt)}`;
}

/** The id of the order that has this key. */
export function orderIdOf(key: OrderKey): OrderId {
  return key.slice(0, key.lastIndexOf('_'));
}

/** Whether a text is the key of an order. */
export function isOrderKey(text: unknown): text is OrderKey {
  return typeof text === 'string' && ORDER_KEY.test(text);
}
