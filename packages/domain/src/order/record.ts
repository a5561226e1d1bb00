import type { SnackItemRecord } from '../events/order-event.js';
import type { OrderStatus } from './lifecycle.js';
import { toDecimal } from './money.js';
import type {
  DeliveryPreferences,
  FulfilmentRecord,
  Order,
  OrderId,
  Priority,
  SnackItem,
} from './order.js';
import type { Timestamp } from './timestamp.js';

/**
 * An order as clients see it: the body of an HTTP response, and a part of the stored item. Amounts have at
 * most two decimals; times are ISO 8601 in UTC with milliseconds.
 */
export interface OrderRecord {
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
  /** Only if the order is PROCESSED or FAILED: how each fulfilment step ended. */
  readonly fulfilment?: FulfilmentRecord;
  readonly version: number;
}

/** The items of an order with decimal prices. */
export function toItemRecords(items: readonly SnackItem[]): SnackItemRecord[] {
  return items.map(({ name, quantity, price }) => ({ name, quantity, price: toDecimal(price) }));
}

/** The record of an order. */
export function toRecord(order: Order): OrderRecord {
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
    ...((order.status === 'PROCESSED' || order.status === 'FAILED') &&
      order.fulfilment !== undefined && { fulfilment: order.fulfilment }),
    version: order.version,
  };
}
