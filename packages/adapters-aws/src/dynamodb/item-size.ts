import { isFields } from '@snacks/domain';

/** DynamoDB's limit for one item, names and values together: 400 KB. */
export const MAX_ITEM_BYTES = 400 * 1_024;

/**
 * Returns the size of an item by DynamoDB's rules: names and texts in UTF-8, bytes as they are, a number by
 * its digits, `null` as one byte, a list or map by its elements with one byte each, and 3 bytes for itself.
 * DynamoDB documents a number's size only roughly, so the result may be larger than the service's, but is
 * never smaller.
 */
export function itemBytes(item: object): number {
  return attributesIn(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

/** Returns the attributes that are written: `undefined` is left out. */
function attributesIn(item: object): readonly [string, unknown][] {
  return Object.entries(item).filter(([, value]) => value !== undefined);
}

const CONTAINER_BYTES = 3;
/** The size of any type that no order has, so that it is never too small. */
const UNKNOWN_BYTES = MAX_ITEM_BYTES;

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value instanceof Uint8Array) return value.length;
  if (value === null) return 1;
  if (typeof value === 'number') return Math.ceil(`${value}`.length / 2) + 2;
  if (Array.isArray(value)) {
    return value.reduce<number>((sum, entry) => sum + 1 + valueBytes(entry), CONTAINER_BYTES);
  }
  // DynamoDB does not document a set's own size.
  if (value instanceof Set) {
    return [...value].reduce<number>((sum, entry) => sum + valueBytes(entry), 0);
  }
  if (isFields(value)) return CONTAINER_BYTES + attributesIn(value).length + itemBytes(value);
  return UNKNOWN_BYTES;
}
