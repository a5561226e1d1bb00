import { describe, expect, it } from '@jest/globals';
import { LinkedQueue } from './linked-queue.js';

describe('a waiting line', () => {
  it('serves first whoever came first', () => {
    const line = new LinkedQueue<string>();
    line.join('first');
    line.join('second');

    expect(line.toArray()).toEqual(['first', 'second']);
    expect(line.takeFirst()).toBe('first');
    expect(line.takeFirst()).toBe('second');
    expect(line.takeFirst()).toBeUndefined();
    expect(line.length).toBe(0);
  });

  it.each([
    ['the front', 0, ['b', 'c']],
    ['the middle', 1, ['a', 'c']],
    ['the back', 2, ['a', 'b']],
  ])('lets anyone leave from %s, once', (_where, index, left) => {
    const line = new LinkedQueue<string>();
    const place = ['a', 'b', 'c'].map((item) => line.join(item))[index];
    if (place === undefined) throw new Error('there is no such place');

    line.leave(place);
    line.leave(place);
    line.join('d');

    expect(line.toArray()).toEqual([...left, 'd']);
    expect(line.length).toBe(3);
  });
});
