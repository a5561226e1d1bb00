import { isOrderKey, type OrderKey } from '@snacks/domain/ports';
import type { RowKey, StockRow } from '../../stock/stock-row.js';
import { stockRowId } from '../../tables.js';
import type { Document } from '../document-client.js';
import { itemBytes } from '../item-size.js';

const HELD = 'held#';
const FENCE = 'f';
const SENT = 'to';
const RECEIVED = 'from';

/** The names of a row's attributes. They are short, because a write costs a unit for each KB. */
export const attribute = {
  available: 'available',
  sold: 'sold',
  held: (order: OrderKey) => `${HELD}${order}`,
  fence: (fence: number) => `${FENCE}${fence}`,
  sent: (to: number) => `${SENT}${to}`,
  received: (from: number) => `${RECEIVED}${from}`,
} as const;

/** The primary key of a row. */
export function keyOf({ name, row }: RowKey): { readonly id: string } {
  return { id: stockRowId(name, row) };
}

/** Reads a row from its item. */
export function toStockRow(item: Document | undefined): StockRow | undefined {
  if (item === undefined) return undefined;
  const numbers = Object.entries(item).flatMap(([name, value]): [string, number][] =>
    typeof value === 'number' ? [[name, value]] : [],
  );
  const numbered = (prefix: string): ReadonlyMap<number, number> =>
    new Map(
      numbers.flatMap(([name, value]): [number, number][] => {
        const digits = name.slice(prefix.length);
        return name.startsWith(prefix) && /^\d+$/.test(digits) ? [[Number(digits), value]] : [];
      }),
    );
  return {
    available: numberOf(item.available),
    sold: numberOf(item.sold) ?? 0,
    held: new Map(
      numbers.flatMap(([name, value]): [OrderKey, number][] => {
        const key = name.slice(HELD.length);
        return name.startsWith(HELD) && isOrderKey(key) ? [[key, value]] : [];
      }),
    ),
    fences: numbered(FENCE),
    sent: numbered(SENT),
    received: numbered(RECEIVED),
    bytes: itemBytes(item),
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
