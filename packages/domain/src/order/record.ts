import type { SnackItemRecord } from '../events/order-event.js';
import type { OrderStatus } from './lifecycle.js';
import { fulfilmentOf, type FulfilmentRecord } from './fulfilment-record.js';
import { toDecimal } from './money.js';
import type { DeliveryPreferences, Order, OrderId, Priority, SnackItem } from './order.js';
import type { Timestamp } from './timestamp.js';

/**
 * The part of an order's record that is stored. Amounts are decimals with at most two decimals; times
 * are ISO 8601 in UTC with milliseconds.
 */
export interface StoredRecord {
  readonly orderId: OrderId;
  readonly status: OrderStatus;
  readonly customerName: string;
  readonly customerId?: string;
  readonly snackItems: readonly SnackItemRecord[];
  readonly totalAmount: number;
  readonly priority: Priority;
  readonly deliveryPreferences?: DeliveryPreferences;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  /** Only if the order is PROCESSED. */
  readonly processedAt?: Timestamp;
  /** Only if the order is REJECTED or FAILED. */
  readonly reason?: string;
  readonly version: number;
}

/** An order as clients see it: the body of an HTTP response. */
export interface OrderRecord extends StoredRecord {
  /** Only if the order is PROCESSED or FAILED: what happened to its stock and payment. */
  readonly fulfilment?: FulfilmentRecord;
}

/** The items of an order with decimal prices. */
export function toItemRecords(items: readonly SnackItem[]): SnackItemRecord[] {
  return items.map(({ name, quantity, price }) => ({ name, quantity, price: toDecimal(price) }));
}

/** The record of an order. */
export function toRecord(order: Order): OrderRecord {
  const fulfilment = fulfilmentOf(order);
  return { ...toStoredRecord(order), ...(fulfilment !== undefined && { fulfilment }) };
}

/** The record without the fields that follow from others. */
export function toStoredRecord(order: Order): StoredRecord {
  return {
    orderId: order.orderId,
    status: order.status,
    customerName: order.customerName,
    ...(order.customerId !== undefined && { customerId: order.customerId }),
    snackItems: toItemRecords(order.snackItems),
    totalAmount: toDecimal(order.totalAmount),
    priority: order.priority,
    ...(order.deliveryPreferences !== undefined && {
      deliveryPreferences: order.deliveryPreferences,
    }),
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    ...(order.status === 'PROCESSED' && { processedAt: order.processedAt }),
    ...((order.status === 'REJECTED' || order.status === 'FAILED') && { reason: order.reason }),
    version: order.version,
  };
}
