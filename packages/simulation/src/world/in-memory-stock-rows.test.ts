import { describe, it } from '@jest/globals';
import { RowInventory } from '@snacks/adapters-aws/stock';
import { inventoryContract } from '@snacks/domain/testing';

import { InMemoryStockRows } from './in-memory-stock-rows.js';

describe('a stock in rows', () => {
  inventoryContract({ describe, it }, async (unknownSnacks) => {
    return new RowInventory(new InMemoryStockRows(() => false), unknownSnacks);
  });
});

describe('a stock in rows whose eventual reads are behind every time', () => {
  inventoryContract({ describe, it }, async (unknownSnacks) => {
    return new RowInventory(new InMemoryStockRows(() => true), unknownSnacks);
  });
});
