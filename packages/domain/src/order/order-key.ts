import type { Order, OrderId } from './order.js';
import { toMilliseconds } from './timestamp.js';

/**
 * Identifies one order for ever, for stock, payments and workflows: the order's id, and the time of
 * placing in milliseconds since the epoch. The id alone may be reused: the same idempotency key gives
 * the same id again after the first order was deleted.
 */
export type OrderKey = `${string}_${number}`;

const ORDER_KEY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}_\d{1,16}$/;

/** The key of an order: at most 53 characters, of which all are letters, digits, `-` or `_`. */
export function orderKey({ orderId, createdAt }: Pick<Order, 'orderId' | 'createdAt'>): OrderKey {
  return `${orderId}_${toMilliseconds(createdAt)}`;
}

/** The id of the order that has this key. */
export function orderIdOf(key: OrderKey): OrderId {
  return key.slice(0, key.lastIndexOf('_'));
}

/** When the order that has this key was placed, in milliseconds since the epoch. */
export function placedAtOf(key: OrderKey): number {
  return Number(key.slice(key.lastIndexOf('_') + 1));
}

/** Whether a text is the key of an order. */
export function isOrderKey(text: unknown): text is OrderKey {
  return typeof text === 'string' && ORDER_KEY.test(text);
}
