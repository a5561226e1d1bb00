/** An item of a timer queue, by which the item can be cancelled. `at` is its time. */
export interface TimerEntry<T> {
  readonly at: number;
  readonly item: T;
}

class HeapEntry<T> implements TimerEntry<T> {
  waiting = true;

  constructor(
    readonly at: number,
    /** Increases with every entry. Of two entries for the same time, the smaller number is due first. */
    readonly number: number,
    readonly item: T,
  ) {}

  isBefore(other: HeapEntry<T>): boolean {
    return this.at < other.at || (this.at === other.at && this.number < other.number);
  }
}

/** The number of cancelled entries from which on removing them is worth the work. */
const MAX_CANCELLED = 64;

/**
 * A binary heap of items, in the order of their times. Items for the same time keep the order in which
 * they were added.
 *
 * Adding the latest item and cancelling take constant time on average (cancelled entries are removed
 * when they outnumber the others). Other operations take logarithmic time.
 */
export class TimerQueue<T> {
  private heap: HeapEntry<T>[] = [];
  private added = 0;
  private cancelled = 0;

  /** Adds an item. The returned entry can be cancelled. */
  add(at: number, item: T): TimerEntry<T> {
    this.added += 1;
    const entry = new HeapEntry(at, this.added, item);
    this.heap.push(entry);
    this.siftUp(this.heap.length - 1, entry);
    return entry;
  }

  /** Cancels an entry. Does nothing if it was taken or cancelled before. */
  cancel(entry: TimerEntry<T>): void {
    if (!(entry instanceof HeapEntry) || !entry.waiting) return;
    entry.waiting = false;
    this.cancelled += 1;
    if (this.cancelled > MAX_CANCELLED && this.cancelled * 2 > this.heap.length)
      this.removeCancelled();
  }

  /** Returns the earliest time; `undefined` if the queue is empty. */
  nextAt(): number | undefined {
    return this.first()?.at;
  }

  /** Removes and returns the first entry that is due at `now`; `undefined` if none is due. */
  takeDue(now: number): TimerEntry<T> | undefined {
    const entry = this.first();
    if (entry === undefined || entry.at > now) return undefined;
    entry.waiting = false;
    this.removeFirst();
    return entry;
  }

  private first(): HeapEntry<T> | undefined {
    let entry = this.heap[0];
    while (entry !== undefined && !entry.waiting) {
      this.removeFirst();
      this.cancelled -= 1;
      entry = this.heap[0];
    }
    return entry;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last !== undefined && this.heap.length > 0) this.siftDown(0, last);
  }

  private removeCancelled(): void {
    // A sorted array is a heap, and sorting a nearly sorted array takes close to linear time.
    this.heap = this.heap
      .filter(({ waiting }) => waiting)
      .sort((one, other) => (one.isBefore(other) ? -1 : 1));
    this.cancelled = 0;
  }

  private siftUp(start: number, entry: HeapEntry<T>): void {
    let index = start;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = this.heap[parentIndex];
      if (parent === undefined || !entry.isBefore(parent)) break;
      this.heap[index] = parent;
      index = parentIndex;
    }
    this.heap[index] = entry;
  }

  private siftDown(start: number, entry: HeapEntry<T>): void {
    let index = start;
    for (;;) {
      const left = this.heap[2 * index + 1];
      if (left === undefined) break;
      const right = this.heap[2 * index + 2];
      const rightIsFirst = right !== undefined && right.isBefore(left);
      const child = rightIsFirst ? right : left;
      if (!child.isBefore(entry)) break;
      this.heap[index] = child;
      index = 2 * index + (rightIsFirst ? 2 : 1);
    }
    this.heap[index] = entry;
  }
}
