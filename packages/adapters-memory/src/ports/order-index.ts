import type { Order, OrderStatus } from '@snacks/domain';
import type { OrderPosition, OrderQuery } from '@snacks/domain/ports';
import { BTree } from '../sorted-tree.js';

/** Sorts orders as text, oldest first. */
export type SortKey = string;

/** Returns the sort key of an order: its creation time, then its id. It never changes. */
export function sortKeyOf({ createdAt, orderId }: OrderPosition): SortKey {
  // `join` makes a flat string, unlike `+`. V8 compares it twice as fast.
  return [createdAt, orderId].join('');
}

/** An entry of the index: the order in its present version, and its sort key. */
export interface IndexEntry {
  readonly order: Order;
  readonly sortKey: SortKey;
}

/** Separates a customer's id from the sort key. Ids are printable, so they cannot contain it. */
const SEPARATOR = '\u0000';
/** Sorts before every sort key. */
const FIRST = '';
/** Sorts after every sort key. */
const LAST = '\uffff';

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function aTree<T>(): InstanceType<typeof BTree<string, T>> {
  return new BTree<string, T>(undefined, compare);
}

/**
 * Finds orders, newest or oldest first: by status, by customer, or all. A page takes logarithmic time in the
 * number of orders, and constant time for each order that is read.
 *
 * There is one tree per status, and one for the orders with a customer. A list of all orders merges
 * the trees of the statuses, so that a write updates no further tree.
 */
export class OrderIndex<T extends IndexEntry> {
  private readonly byStatus: Readonly<Record<OrderStatus, ReturnType<typeof aTree<T>>>> = {
    NEW: aTree(),
    PENDING_APPROVAL: aTree(),
    APPROVED: aTree(),
    PROCESSING: aTree(),
    PROCESSED: aTree(),
    CANCELLED: aTree(),
    REJECTED: aTree(),
    FAILED: aTree(),
  };
  private readonly byCustomer = aTree<T>();

  /** Adds an order that is not in the index. */
  add(entry: T): void {
    const { order, sortKey } = entry;
    this.byStatus[order.status].set(sortKey, entry);
    if (order.customerId !== undefined) {
      this.byCustomer.set([order.customerId, sortKey].join(SEPARATOR), entry);
    }
  }

  /** Removes an order from the index. */
  remove({ order, sortKey }: T): void {
    this.byStatus[order.status].delete(sortKey);
    if (order.customerId !== undefined) {
      this.byCustomer.delete([order.customerId, sortKey].join(SEPARATOR));
    }
  }

  /** Moves an order from its previous status to its present one. */
  move(entry: T, from: OrderStatus): void {
    const { order, sortKey } = entry;
    const to = order.status;
    if (from === to) return;
    this.byStatus[from].delete(sortKey);
    this.byStatus[to].set(sortKey, entry);
  }

  /** Returns the first `count` matches of the query. The query's own limit is ignored. */
  find(query: OrderQuery, count: number): T[] {
    const { status, customerId, oldestFirst = false } = query;
    const range = rangeOf(query);
    if (customerId !== undefined) {
      return take(this.ofCustomer(customerId, range, status), count);
    }
    if (status !== undefined) return take(within(this.byStatus[status], range), count);
    const sign = oldestFirst ? 1 : -1;
    return Object.values(this.byStatus)
      .flatMap((tree) => take(within(tree, range), count))
      .sort((one, other) => sign * compare(one.sortKey, other.sortKey))
      .slice(0, count);
  }

  private *ofCustomer(
    customerId: string,
    { above, below, oldestFirst }: Range,
    status: OrderStatus | undefined,
  ): Generator<T> {
    const prefix = customerId + SEPARATOR;
    const range = { above: prefix + above, below: prefix + below, oldestFirst };
    for (const entry of within(this.byCustomer, range)) {
      if (status === undefined || entry.order.status === status) yield entry;
    }
  }
}

/** A range of sort keys without its bounds, and the direction in which it is read. */
interface Range {
  readonly above: SortKey;
  readonly below: SortKey;
  readonly oldestFirst: boolean;
}

function rangeOf({ after, createdBefore = LAST, oldestFirst = false }: OrderQuery): Range {
  const position = after && sortKeyOf(after);
  if (oldestFirst) return { oldestFirst, above: position ?? FIRST, below: createdBefore };
  // A timestamp sorts before the sort keys of the orders that were created at that time.
  const below = position !== undefined && position < createdBefore ? position : createdBefore;
  return { oldestFirst, above: FIRST, below };
}

/** Yields the entries of a range. */
function* within<T>(
  tree: ReturnType<typeof aTree<T>>,
  { above, below, oldestFirst }: Range,
): Generator<T> {
  if (oldestFirst) {
    for (const [key, entry] of tree.entries(above)) {
      if (key >= below) return;
      if (key > above) yield entry;
    }
    return;
  }
  for (const [key, entry] of tree.entriesReversed(below, undefined, true)) {
    if (key <= above) return;
    yield entry;
  }
}

function take<T>(entries: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const entry of entries) {
    if (taken.length === count) break;
    taken.push(entry);
  }
  return taken;
}
