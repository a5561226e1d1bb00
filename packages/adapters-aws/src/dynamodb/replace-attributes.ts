import type { Document } from './document-client.js';
import type { TableItem } from './orders/order-item.js';

/** The attributes that a `save` replaces: all except the key and the hash of the first request. */
const REPLACED: Readonly<Record<Exclude<keyof TableItem, 'orderId' | 'requestHash'>, true>> = {
  status: true,
  customerName: true,
  customerId: true,
  snackItems: true,
  totalAmount: true,
  priority: true,
  deliveryPreferences: true,
  reason: true,
  fulfilment: true,
  finishedBy: true,
  version: true,
  history: true,
  outbox: true,
  statusShard: true,
  createdAt: true,
  updatedAt: true,
  processedAt: true,
  createdAtOrderId: true,
  writeId: true,
  expiresAt: true,
};

const NAMES = Object.keys(REPLACED);

/** The parts of an `UpdateCommand`. */
export interface Replacement {
  readonly expression: string;
  readonly names: Record<string, string>;
  readonly values: Document;
}

/**
 * Returns an update that sets the attributes that the item has, and removes the others. Its text is made
 * only of the fixed names above, never of values, so values cannot inject expressions.
 */
export function replaceAttributes(item: Partial<TableItem>): Replacement {
  const attributes: Document = { ...item };
  const values: Record<string, unknown> = {};
  const set: string[] = [];
  const remove: string[] = [];
  for (const name of NAMES) {
    const value = attributes[name];
    if (value === undefined) {
      remove.push(`#${name}`);
    } else {
      values[`:${name}`] = value;
      set.push(`#${name} = :${name}`);
    }
  }
  const removal = remove.length === 0 ? '' : ` REMOVE ${remove.join(', ')}`;
  return {
    expression: `SET ${set.join(', ')}${removal}`,
    names: Object.fromEntries(NAMES.map((name) => [`#${name}`, name])),
    values,
  };
}
