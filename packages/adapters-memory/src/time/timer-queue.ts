/** An item that waits for its time. */
export interface Appointment<T> {
  readonly at: number;
  readonly item: T;
}

class Entry<T> implements Appointment<T> {
  waiting = true;

  constructor(
    readonly at: number,
    /** Rises with every entry: of two for the same time, the one made first is due first. */
    readonly number: number,
    readonly item: T,
  ) {}

  isBefore(other: Entry<T>): boolean {
    return this.at < other.at || (this.at === other.at && this.number < other.number);
  }
}

/** Called-off entries that may lie about before it is worth clearing them away. */
const TOLERATED = 64;

/**
 * Items in the order of their times, and of two for the same time in the order in which they were
 * added: a binary heap.
 *
 * Adding at the end of the time line and calling off cost constant time (called-off entries are
 * cleared away when they outnumber the waiting ones), anything else the logarithm of the size.
 */
export class TimerQueue<T> {
  private heap: Entry<T>[] = [];
  private added = 0;
  private cancelled = 0;

  /** Adds an item for a time, and returns what it can be called off by. */
  add(at: number, item: T): Appointment<T> {
    this.added += 1;
    const entry = new Entry(at, this.added, item);
    this.heap.push(entry);
    this.siftUp(this.heap.length - 1, entry);
    return entry;
  }

  /** Calls an appointment off; one that is over, or was called off before, is none any more. */
  cancel(appointment: Appointment<T>): void {
    if (!(appointment instanceof Entry) || !appointment.waiting) return;
    appointment.waiting = false;
    this.cancelled += 1;
    if (this.cancelled > TOLERATED && this.cancelled * 2 > this.heap.length) this.clearAway();
  }

  /** The earliest time; `undefined` where nothing waits. */
  nextAt(): number | undefined {
    return this.first()?.at;
  }

  /** Takes out the first item whose time is no later than `now`; `undefined` where there is none. */
  takeDue(now: number): Appointment<T> | undefined {
    const entry = this.first();
    if (entry === undefined || entry.at > now) return undefined;
    entry.waiting = false;
    this.removeFirst();
    return entry;
  }

  private first(): Entry<T> | undefined {
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

  private clearAway(): void {
    // A sorted array is a heap, and sorting one that is nearly sorted takes little more than a walk.
    this.heap = this.heap
      .filter(({ waiting }) => waiting)
      .sort((one, other) => (one.isBefore(other) ? -1 : 1));
    this.cancelled = 0;
  }

  private siftUp(start: number, entry: Entry<T>): void {
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

  private siftDown(start: number, entry: Entry<T>): void {
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
