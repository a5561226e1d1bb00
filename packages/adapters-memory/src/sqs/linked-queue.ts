/** A place in a line; whoever has it can leave. */
export interface QueueNode<T> {
  readonly item: T;
}

class Link<T> implements QueueNode<T> {
  previous: Link<T> | undefined;
  next: Link<T> | undefined;
  inLine = true;

  constructor(readonly item: T) {}
}

/**
 * First come, first served, but anyone may leave from the middle: a doubly linked list. Everything
 * costs constant time, and what has left is not held on to.
 */
export class LinkedQueue<T> {
  private first: Link<T> | undefined;
  private last: Link<T> | undefined;
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** Lines an item up behind the others. */
  join(item: T): QueueNode<T> {
    const link = new Link(item);
    link.previous = this.last;
    if (this.last === undefined) this.first = link;
    else this.last.next = link;
    this.last = link;
    this.count += 1;
    return link;
  }

  /** Gives up a place; one that was given up before is none any more. */
  leave(place: QueueNode<T>): void {
    if (!(place instanceof Link) || !place.inLine) return;
    const { previous, next } = place;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.last = previous;
    else next.previous = previous;
    // A link that is garbage but old would keep the younger ones after it from being collected.
    place.previous = undefined;
    place.next = undefined;
    place.inLine = false;
    this.count -= 1;
  }

  /** Takes out the first item; `undefined` where the line is empty. */
  takeFirst(): T | undefined {
    const link = this.first;
    if (link !== undefined) this.leave(link);
    return link?.item;
  }

  /** All items, the first first. */
  toArray(): T[] {
    const items: T[] = [];
    for (let link = this.first; link !== undefined; link = link.next) items.push(link.item);
    return items;
  }
}
