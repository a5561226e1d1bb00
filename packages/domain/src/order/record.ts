import type { SnackItemRecord } from '../events/order-event.js';
import type { OrderStatus } from './lifecycle.js';
import { fulfilmentOf, type FulfilmentRecord } from './fulfilment-record.js';
import { toDecimal } from './money.js';
import type { DeliveryPreferences, Order, OrderId, Priority, SnackItem } from './order.js';
import type { Timestamp } from './timestamp.js';

/**
 * The core of a stored order. Amounts are decimals with at most two digits, times ISO 8601 in UTC
 * with milliseconds.
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
  /** Once it is PROCESSED. */
  readonly processedAt?: Timestamp;
  /** Why it was REJECTED or FAILED. */
  readonly reason?: string;
  readonly version: number;
}

/** An order as the outside sees it: the body of an HTTP response. */
export interface OrderRecord extends StoredRecord {
  /** Once fulfilment has ended it: what became of its stock and payment. */
  readonly fulfilment?: FulfilmentRecord;
}

/** The lines of an order with decimal prices. */
export function toItemRecords(items: readonly SnackItem[]): SnackItemRecord[] {
  return items.map(({ name, quantity, price }) => ({ name, quantity, price: toDecimal(price) }));
}

/** The record of an order. */
export function toRecord(order: Order): OrderRecord {
  const fulfilment = fulfilmentOf(order);
  return { ...toStoredRecord(order), ...(fulfilment !== undefined && { fulfilment }) };
}

/** What a store keeps of the record: all that does not follow from the rest. */
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
