import { isDeepStrictEqual } from 'node:util';
import { itemBytes } from './item-size.js';
import type { Document } from './document-client.js';

/** The attributes of an index that a write's units depend on. `TableDescription` has them. */
export interface MeteredIndex {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** The attributes of an entry, besides the keys of the index and of the table. @default 'ALL' */
  readonly projection?: 'ALL' | 'KEYS_ONLY' | { readonly include: readonly string[] };
}

/** The attributes of a table that a write's units depend on. `TableDescription` has them. */
export interface MeteredTable {
  readonly partitionKey: string;
  readonly indexes?: Readonly<Record<string, MeteredIndex>>;
}

/** A write to one item. */
export interface MeteredWrite {
  /** The item before the write; `undefined` if there was none. */
  readonly before: Document | undefined;
  /** The item after the write; `undefined` if it was deleted. */
  readonly after: Document | undefined;
}

/** The write units that one partition of a table or of an index uses. */
export interface WriteUnits {
  /** The name of the index; `undefined` for the table itself. */
  readonly index: string | undefined;
  /** The value of the partition key. */
  readonly partition: string;
  /** Units of 1 KB. */
  readonly units: number;
}

const WRITE_UNIT_BYTES = 1_024;
const READ_UNIT_BYTES = 4 * 1_024;

/**
 * Returns the units that DynamoDB charges for a successful write, for the table and for each index.
 *
 * - The table: the larger of the old and the new item.
 * - An index whose keys the write does not change: nothing if its entry stays the same, else the larger of
 *   the old and the new entry.
 * - An index whose keys the write changes: the deletion of the old entry, and the new entry.
 * - An index that the item enters or leaves, because it gets or loses a key attribute: the one entry.
 *
 * Each size is rounded up to 1 KB on its own.
 */
export function writeUnits(table: MeteredTable, { before, after }: MeteredWrite): WriteUnits[] {
  const partition = partitionOf(after ?? before, table.partitionKey);
  const own = { index: undefined, partition, units: Math.max(unitsOf(before), unitsOf(after), 1) };
  return [own, ...indexesOf(table).flatMap((index) => indexUnits(table, index, { before, after }))];
}

/**
 * Returns the units that DynamoDB charges for a write whose condition failed: those of the larger of the
 * existing item and the item to be put, at least one. The indexes use none.
 *
 * @param key the key of the item, by which the partition is known if there is no item.
 */
export function refusedWriteUnits(
  table: MeteredTable,
  key: Document,
  { before, after }: MeteredWrite,
): WriteUnits[] {
  const partition = partitionOf(key, table.partitionKey);
  return [{ index: undefined, partition, units: Math.max(unitsOf(before), unitsOf(after), 1) }];
}

/**
 * Returns the units that DynamoDB charges for reading one item by its key, alone or in a batch. A projection
 * does not lower them. An item that does not exist costs as much as one of 4 KB.
 */
export function itemReadUnits(item: Document | undefined, consistentRead: boolean): number {
  return readUnits(item === undefined ? 0 : itemBytes(item), consistentRead);
}

/**
 * Returns the units that DynamoDB charges for a query, by the sum of what it has read: also the items that a
 * filter left out. A query without a result costs as much as 4 KB.
 */
export function queryUnits(read: readonly Document[], consistentRead: boolean): number {
  return readUnits(
    read.reduce((sum, item) => sum + itemBytes(item), 0),
    consistentRead,
  );
}

/** Returns an item's entry in an index; `undefined` if the item lacks one of the index's keys. */
export function indexEntry(
  table: MeteredTable,
  index: MeteredIndex,
  item: Document | undefined,
): Document | undefined {
  const { partitionKey, sortKey, projection = 'ALL' } = index;
  if (item?.[partitionKey] === undefined || item[sortKey] === undefined) return undefined;
  if (projection === 'ALL') return item;
  const included = projection === 'KEYS_ONLY' ? [] : projection.include;
  const names = new Set([table.partitionKey, partitionKey, sortKey, ...included]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function indexUnits(table: MeteredTable, index: MeteredIndex, write: MeteredWrite): WriteUnits[] {
  const { name, partitionKey, sortKey } = index;
  const before = indexEntry(table, index, write.before);
  const after = indexEntry(table, index, write.after);
  const entry = (one: Document | undefined, units: number) =>
    one === undefined
      ? []
      : [{ index: name, partition: partitionOf(one, partitionKey), units: Math.max(units, 1) }];

  const sameKeys =
    before !== undefined &&
    before[partitionKey] === after?.[partitionKey] &&
    before[sortKey] === after?.[sortKey];
  if (!sameKeys) return [...entry(before, unitsOf(before)), ...entry(after, unitsOf(after))];
  if (isDeepStrictEqual(before, after)) return [];
  return entry(after, Math.max(unitsOf(before), unitsOf(after)));
}

function indexesOf({ indexes = {} }: MeteredTable): readonly MeteredIndex[] {
  return Object.values(indexes);
}

function partitionOf(item: Document | undefined, attribute: string): string {
  return String(item?.[attribute]);
}

function unitsOf(item: Document | undefined): number {
  return item === undefined ? 0 : Math.ceil(itemBytes(item) / WRITE_UNIT_BYTES);
}

function readUnits(bytes: number, consistentRead: boolean): number {
  const units = Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES));
  return consistentRead ? units : units / 2;
}
