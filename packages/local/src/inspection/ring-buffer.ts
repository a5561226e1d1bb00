/** The latest items, in bounded memory. It drops the oldest item for each new one, and counts them. */
export class RingBuffer<T> {
  private readonly slots: T[] = [];
  private added = 0;

  /** @param capacity the maximum number of items. */
  constructor(private readonly capacity: number) {}

  add(item: T): void {
    this.slots[this.added % this.capacity] = item;
    this.added += 1;
  }

  /** The latest items, oldest first. */
  get items(): readonly T[] {
    const start = this.added % this.capacity;
    return this.added <= this.capacity
      ? this.slots.slice()
      : [...this.slots.slice(start), ...this.slots.slice(0, start)];
  }

  /** The number of items that were dropped. */
  get dropped(): number {
    return Math.max(0, this.added - this.capacity);
  }
}
