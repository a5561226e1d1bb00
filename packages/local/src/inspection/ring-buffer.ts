/** The latest of something, in a bounded memory. Older ones are forgotten, and counted. */
export class RingBuffer<T> {
  private readonly items: T[] = [];
  private taken = 0;

  /** @param limit how many are kept. */
  constructor(private readonly limit: number) {}

  add(item: T): void {
    this.items[this.taken % this.limit] = item;
    this.taken += 1;
  }

  /** The kept ones, oldest first. */
  get kept(): readonly T[] {
    const start = this.taken % this.limit;
    return this.taken <= this.limit
      ? this.items.slice()
      : [...this.items.slice(start), ...this.items.slice(0, start)];
  }

  /** How many were forgotten. */
  get forgotten(): number {
    return Math.max(0, this.taken - this.limit);
  }
}
