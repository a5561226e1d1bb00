import { isFields } from '@snacks/domain';

/** The most that DynamoDB stores in one item: 400 KB, names and values together. */
export const MAX_ITEM_BYTES = 400 * 1_024;

/** In UTF-8, counted without encoding it: this runs for every text of every write. */
function textBytes(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * The size of an item by DynamoDB's rules: names and texts in UTF-8, a number by its digits, a list
 * or map by its parts and one byte for each, and 3 bytes for itself. DynamoDB states a number's size
 * only roughly, so this is never less than what the service counts.
 */
export function itemBytes(item: object): number {
  return attributesIn(item).reduce(
    (sum, [name, value]) => sum + textBytes(name) + valueBytes(value),
    0,
  );
}

/** Those that are written: what is `undefined` is left out. */
function attributesIn(item: object): readonly [string, unknown][] {
  return Object.entries(item).filter(([, value]) => value !== undefined);
}

const CONTAINER_BYTES = 3;
/** Of any value that an order's item does not hold: nothing is counted too small. */
const UNKNOWN_BYTES = MAX_ITEM_BYTES;

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return textBytes(value);
  if (typeof value === 'number') return Math.ceil(`${value}`.length / 2) + 2;
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, entry) => sum + 1 + valueBytes(entry), CONTAINER_BYTES);
  }
  if (isFields(value)) return CONTAINER_BYTES + attributesIn(value).length + itemBytes(value);
  return UNKNOWN_BYTES;
}
