import type { Order, OrderPosition, OrderQuery, OrderStatus } from '@snacks/domain';
import sortedBTree from 'sorted-btree';

const BTree = sortedBTree.default;

/** Where an order stands among others: places sort as text, the newest order's last. */
export type Place = string;

/** The place of an order: its creation, then its id. It never changes. */
export function placeOf({ createdAt, orderId }: OrderPosition): Place {
  // Joined, unlike added up, the text lies in one piece, and is compared twice as fast.
  return [createdAt, orderId].join('');
}

/** What can be listed: the order as it stands now, and its place. */
export interface Listed {
  readonly order: Order;
  readonly place: Place;
}

/** Ends a customer's id, which is printable: so no id's places stand among those of another. */
const END = '\u0000';
/** Greater than whatever a place begins with. */
const LAST = '\uffff';

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function aTree<T>(): InstanceType<typeof BTree<string, T>> {
  return new BTree<string, T>(undefined, compare);
}

/**
 * Finds orders newest first: by status, by customer, and all of them. A page costs the logarithm of
 * how many orders there are, and a constant for each order that is looked at.
 *
 * There is a tree per status and one for the customers; an order without a customer takes no place
 * in that one. All orders are those of all statuses merged, so that they need no tree of their own.
 */
export class OrderIndex<T extends Listed> {
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

  /** Takes up an order that is not in the index. */
  add(listed: T): void {
    const { order, place } = listed;
    this.byStatus[order.status].set(place, listed);
    if (order.customerId !== undefined) {
      this.byCustomer.set([order.customerId, place].join(END), listed);
    }
  }

  /** Forgets an order of the index. */
  remove({ order, place }: T): void {
    this.byStatus[order.status].delete(place);
    if (order.customerId !== undefined) {
      this.byCustomer.delete([order.customerId, place].join(END));
    }
  }

  /** Follows an order of the index to its next status. */
  move(listed: T, from: OrderStatus): void {
    const { order, place } = listed;
    const to = order.status;
    if (from === to) return;
    this.byStatus[from].delete(place);
    this.byStatus[to].set(place, listed);
  }

  /** The first orders that the query asks for, at most `count`, whatever its limit says. */
  find(query: OrderQuery, count: number): T[] {
    const { status, customerId } = query;
    const end = endOf(query);
    if (customerId !== undefined) {
      return take(this.ofCustomer(customerId, end, status), count);
    }
    if (status !== undefined) return take(before(this.byStatus[status], end), count);
    return Object.values(this.byStatus)
      .flatMap((tree) => take(before(tree, end), count))
      .sort((one, other) => compare(other.place, one.place))
      .slice(0, count);
  }

  private *ofCustomer(
    customerId: string,
    end: Place | undefined,
    status: OrderStatus | undefined,
  ): Generator<T> {
    const prefix = customerId + END;
    for (const listed of before(this.byCustomer, prefix + (end ?? LAST))) {
      if (listed.order.customerId !== customerId) return;
      if (status === undefined || listed.order.status === status) yield listed;
    }
  }
}

/** The place before which the query's orders stand; `undefined` where it asks for all. */
function endOf({ after, createdBefore }: OrderQuery): Place | undefined {
  const position = after && placeOf(after);
  // A moment sorts before the places of the orders of that moment.
  if (position === undefined || createdBefore === undefined) return position ?? createdBefore;
  return position < createdBefore ? position : createdBefore;
}

/** What stands before a place, the last first; all of it where no place is given. */
function* before<T>(tree: ReturnType<typeof aTree<T>>, end: string | undefined): Generator<T> {
  for (const [, listed] of tree.entriesReversed(end, undefined, true)) yield listed;
}

function take<T>(things: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const thing of things) {
    if (taken.length === count) break;
    taken.push(thing);
  }
  return taken;
}
