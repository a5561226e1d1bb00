import type { Priority } from '@snacks/domain';

import type { OrderBody } from './examples.js';

/** An order that is being written: texts, as fields have them. */
export interface Draft {
  readonly customerName: string;
  readonly priority: Priority;
  readonly lines: readonly DraftLine[];
  readonly method: string;
  readonly address: string;
  readonly instructions: string;
}

export interface DraftLine {
  readonly key: number;
  readonly name: string;
  readonly quantity: string;
  readonly price: string;
}

export function draftOf({
  customerName,
  priority,
  snackItems,
  deliveryPreferences,
}: OrderBody): Draft {
  return {
    customerName,
    priority: priority ?? 'medium',
    lines: snackItems.map(({ name, quantity, price }, key) => ({
      key,
      name,
      quantity: String(quantity),
      price: String(price),
    })),
    method: deliveryPreferences?.method ?? '',
    address: deliveryPreferences?.address ?? '',
    instructions: deliveryPreferences?.instructions ?? '',
  };
}

/** The total as the platform computes it: in cents, without a rounding error. */
export function totalOf({ lines }: Pick<Draft, 'lines'>): number {
  const cents = lines.reduce(
    (sum, { quantity, price }) => sum + Number(quantity) * Math.round(Number(price) * 100),
    0,
  );
  return cents / 100;
}

/** Returns the body of the request. Fields that are left empty are left out. */
export function bodyOf(draft: Draft): OrderBody {
  const delivery = {
    ...(draft.method !== '' && { method: draft.method }),
    ...(draft.address !== '' && { address: draft.address }),
    ...(draft.instructions !== '' && { instructions: draft.instructions }),
  };
  return {
    customerName: draft.customerName,
    snackItems: draft.lines.map(({ name, quantity, price }) => ({
      name,
      quantity: Number(quantity),
      price: Number(price),
    })),
    totalAmount: totalOf(draft),
    ...(draft.priority !== 'medium' && { priority: draft.priority }),
    ...(Object.keys(delivery).length > 0 && { deliveryPreferences: delivery }),
  };
}
