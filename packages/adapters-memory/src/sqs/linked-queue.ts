/** An item's node in a queue, by which the item can be removed. */
export interface QueueNode<T> {
  readonly item: T;
}

class LinkedNode<T> implements QueueNode<T> {
  previous: LinkedNode<T> | undefined;
  next: LinkedNode<T> | undefined;
  linked = true;

  constructor(readonly item: T) {}
}

/**
 * A first-in-first-out queue from which any item can be removed: a doubly linked list. Every method
 * except `toArray` takes constant time.
 */
export class LinkedQueue<T> {
  private first: LinkedNode<T> | undefined;
  private last: LinkedNode<T> | undefined;
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** Appends an item. */
  enqueue(item: T): QueueNode<T> {
    const node = new LinkedNode(item);
    node.previous = this.last;
    if (this.last === undefined) this.first = node;
    else this.last.next = node;
    this.last = node;
    this.count += 1;
    return node;
  }

  /** Removes a node. Does nothing if it was removed before. */
  remove(node: QueueNode<T>): void {
    if (!(node instanceof LinkedNode) || !node.linked) return;
    const { previous, next } = node;
    if (previous === undefined) this.first = next;
    else previous.next = next;
    if (next === undefined) this.last = previous;
    else next.previous = previous;
    // Otherwise a removed node in V8's old space would keep its younger successors from collection.
    node.previous = undefined;
    node.next = undefined;
    node.linked = false;
    this.count -= 1;
  }

  /** Removes and returns the first item; `undefined` if the queue is empty. */
  dequeue(): T | undefined {
    const node = this.first;
    if (node !== undefined) this.remove(node);
    return node?.item;
  }

  /** Returns all items, in the order in which they were enqueued. */
  toArray(): T[] {
    const items: T[] = [];
    for (let node = this.first; node !== undefined; node = node.next) items.push(node.item);
    return items;
  }
}
