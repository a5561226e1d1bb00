import type { TableDescription } from './table-description.js';

/** The table of approval tasks as plain data: one item an order, with the set of its tokens. */
export const APPROVAL_TASKS_TABLE = {
  partitionKey: 'orderId',
  /** Holds seconds since the epoch. */
  timeToLiveAttribute: 'expiresAt',
} as const satisfies TableDescription;
