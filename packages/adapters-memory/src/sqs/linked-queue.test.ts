import { describe, expect, it } from '@jest/globals';
import { LinkedQueue } from './linked-queue.js';

describe('a linked queue', () => {
  it('returns its items in the order in which they were enqueued', () => {
    const queue = new LinkedQueue<string>();
    queue.enqueue('first');
    queue.enqueue('second');

    expect(queue.toArray()).toEqual(['first', 'second']);
    expect(queue.dequeue()).toBe('first');
    expect(queue.dequeue()).toBe('second');
    expect(queue.dequeue()).toBeUndefined();
    expect(queue.length).toBe(0);
  });

  it.each([
    ['the front', 0, ['b', 'c']],
    ['the middle', 1, ['a', 'c']],
    ['the back', 2, ['a', 'b']],
  ])('removes an item from %s, once', (_where, index, left) => {
    const queue = new LinkedQueue<string>();
    const node = ['a', 'b', 'c'].map((item) => queue.enqueue(item))[index];
    if (node === undefined) throw new Error('No such node.');

    queue.remove(node);
    queue.remove(node);
    queue.enqueue('d');

    expect(queue.toArray()).toEqual([...left, 'd']);
    expect(queue.length).toBe(3);
  });
});
