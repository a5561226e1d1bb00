import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { AttributeMap } from './order-item.js';

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
export function itemBytes(item: AttributeMap): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + textBytes(name) + valueBytes(value),
    0,
  );
}

const CONTAINER_BYTES = 3;
/** Of any value that an order's item does not hold: nothing is counted too small. */
const UNKNOWN_BYTES = MAX_ITEM_BYTES;

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return textBytes(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 2;
  if (value.L !== undefined) {
    return value.L.reduce((sum, entry) => sum + 1 + valueBytes(entry), CONTAINER_BYTES);
  }
  if (value.M !== undefined) {
    return CONTAINER_BYTES + Object.keys(value.M).length + itemBytes(value.M);
  }
  return UNKNOWN_BYTES;
}
