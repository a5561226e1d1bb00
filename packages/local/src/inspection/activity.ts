/** Everything that happens on the platform, as the stream of `GET /local/events` sends it. */
export type Happening =
  /** The bus accepted an event. */
  | { readonly kind: 'event'; readonly at: number; readonly envelope: unknown }
  /** An invocation of a function ended. */
  | {
      readonly kind: 'invocation';
      readonly at: number;
      readonly function: string;
      readonly requestId: string;
      readonly ok: boolean;
      /** Milliseconds. */
      readonly duration: number;
    }
  /** A message was sent to a queue, or moved there. */
  | {
      readonly kind: 'message';
      readonly at: number;
      readonly queue: string;
      readonly visible: number;
      readonly inFlight: number;
    };

/** Something that happened, with its number: 1 for the first of the process. */
export interface Numbered {
  readonly number: number;
  readonly happening: Happening;
}

/**
 * The latest things that happened on the platform, in bounded memory. Readers go on from the number that
 * they have seen last, and learn how many things they have missed.
 */
export class Activity {
  /** The maximum number of things that are kept. */
  static readonly LIMIT = 10_000;

  private readonly slots: Numbered[] = [];
  private readonly waiting = new Set<() => void>();
  private latest = 0;

  /** The number of the latest thing; 0 before the first. */
  get last(): number {
    return this.latest;
  }

  add(happening: Happening): void {
    this.latest += 1;
    this.slots[this.latest % Activity.LIMIT] = { number: this.latest, happening };
    for (const wake of this.waiting) wake();
  }

  /**
   * Returns at most `max` things after a number, oldest first, and how many things between them and that
   * number are forgotten.
   */
  after(
    number: number,
    max: number,
  ): { readonly forgotten: number; readonly items: readonly Numbered[] } {
    const oldest = Math.max(1, this.latest - Activity.LIMIT + 1);
    const first = Math.max(number + 1, oldest);
    const items: Numbered[] = [];
    for (let n = first; n <= this.latest && items.length < max; n += 1) {
      const item = this.slots[n % Activity.LIMIT];
      if (item !== undefined) items.push(item);
    }
    return { forgotten: first - number - 1, items };
  }

  /** Calls the listener for each thing that happens. Returns a function that removes it. */
  onAdd(listener: () => void): () => void {
    this.waiting.add(listener);
    return () => this.waiting.delete(listener);
  }
}
