import { BTree } from '../sorted-tree.js';

/** An item of a timer queue, by which the item can be cancelled. `at` is its time. */
export interface TimerEntry<T> {
  readonly at: number;
  /** Unique in its queue. Of two entries for the same time, the smaller one is due first. */
  readonly sequence: number;
  readonly item: T;
}

type Position = Omit<TimerEntry<unknown>, 'item'>;

function compare(one: Position, other: Position): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.sequence - other.sequence;
}

/**
 * Items in the order of their times. Items for the same time keep the order in which they were added.
 * Every operation takes logarithmic time.
 */
export class TimerQueue<T> {
  private readonly entries = new BTree<TimerEntry<T>, undefined>(undefined, compare);
  private added = 0;

  /** Adds an item. The returned entry can be cancelled. */
  add(at: number, item: T): TimerEntry<T> {
    this.added += 1;
    const entry = { at, sequence: this.added, item };
    this.entries.set(entry, undefined);
    return entry;
  }

  /** Cancels an entry. Does nothing if it was taken or cancelled before. */
  cancel(entry: TimerEntry<T>): void {
    this.entries.delete(entry);
  }

  /** Returns the earliest time; `undefined` if the queue is empty. */
  nextAt(): number | undefined {
    return this.entries.minKey()?.at;
  }

  /** Removes and returns the first entry that is due at `now`; `undefined` if none is due. */
  takeDue(now: number): TimerEntry<T> | undefined {
    const entry = this.entries.minKey();
    if (entry === undefined || entry.at > now) return undefined;
    this.entries.delete(entry);
    return entry;
  }
}
