import { describe, expect, it } from '@jest/globals';
import { itemBytes, MAX_ITEM_BYTES } from './item-size.js';

describe('the size of an item', () => {
  it('counts names and texts in bytes of UTF-8', () => {
    expect(itemBytes({ name: { S: 'abc' } })).toBe(7);
    expect(itemBytes({ é: { S: '😀' } })).toBe(6);
  });

  it('counts a number by its digits, never too small', () => {
    expect(itemBytes({ n: { N: '0' } })).toBe(4);
    expect(itemBytes({ n: { N: '90071992547409.91' } })).toBe(12);
  });

  it('counts a list and a map with what they hold', () => {
    expect(itemBytes({ l: { L: [] } })).toBe(4);
    expect(itemBytes({ l: { L: [{ S: 'a' }, { S: 'bc' }] } })).toBe(9);
    expect(itemBytes({ m: { M: { a: { S: 'b' } } } })).toBe(7);
  });

  it('counts what an order’s item does not hold as too large', () => {
    expect(itemBytes({ b: { B: new Uint8Array(1) } })).toBeGreaterThan(MAX_ITEM_BYTES);
  });
});
