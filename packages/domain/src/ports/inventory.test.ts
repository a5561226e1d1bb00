import { describe, expect, it } from '@jest/globals';
import { stockLines } from './inventory.js';

describe('the stock lines of an order', () => {
  it('have each snack once, and are sorted by name', () => {
    const lines = [
      { name: 'Soda', quantity: 1 },
      { name: 'Chips', quantity: 2 },
      { name: 'Soda', quantity: 3 },
      { name: 'Nuts', quantity: 5 },
    ];

    expect(stockLines(lines)).toEqual([
      { name: 'Chips', quantity: 2 },
      { name: 'Nuts', quantity: 5 },
      { name: 'Soda', quantity: 4 },
    ]);
  });
});
