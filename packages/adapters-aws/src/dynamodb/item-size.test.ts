import { describe, expect, it } from '@jest/globals';
import { itemBytes, MAX_ITEM_BYTES } from './item-size.js';

describe('the size of an item', () => {
  it('counts names and texts in bytes of UTF-8', () => {
    expect(itemBytes({ name: 'abc' })).toBe(7);
    expect(itemBytes({ é: '😀' })).toBe(6);
  });

  it('counts a number by its digits, and never too few bytes', () => {
    expect(itemBytes({ n: 0 })).toBe(4);
    expect(itemBytes({ n: 9_007_199_254_740.91 })).toBe(11);
  });

  it('counts bytes as they are, and null as one', () => {
    expect(itemBytes({ b: Buffer.from('0aff', 'hex') })).toBe(3);
    expect(itemBytes({ l: [null] })).toBe(6);
  });

  it('counts a list and a map with their elements', () => {
    expect(itemBytes({ l: [] })).toBe(4);
    expect(itemBytes({ l: ['a', 'bc'] })).toBe(9);
    expect(itemBytes({ m: { a: 'b' } })).toBe(7);
  });

  it('counts a set by its elements', () => {
    expect(itemBytes({ s: new Set(['a', 'bc']) })).toBe(4);
  });

  it('does not count undefined fields', () => {
    expect(itemBytes({ m: { a: 'b', c: undefined }, d: undefined })).toBe(7);
  });

  it.each([true, 1n])('counts a value of a type that no order has as too large: %p', (value) => {
    expect(itemBytes({ value })).toBeGreaterThan(MAX_ITEM_BYTES);
  });
});
