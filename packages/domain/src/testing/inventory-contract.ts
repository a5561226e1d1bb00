import type { Inventory, UnknownSnacks } from '../ports/inventory.js';
import type { StockRecords } from '../ports/stock-records.js';
import { contendingContract } from './inventory/contending.js';
import { decidingContract } from './inventory/deciding.js';
import { reservingContract } from './inventory/reserving.js';
import type { TestFunctions } from './test-functions.js';

/**
 * Tests the guarantees of the {@link Inventory} and {@link StockRecords} ports on one object that
 * implements both. `create` returns an empty one for each test.
 */
export function inventoryContract(
  functions: TestFunctions,
  create: (unknownSnacks: UnknownSnacks) => Promise<Inventory & StockRecords>,
): void {
  reservingContract(functions, create);
  decidingContract(functions, async () => create('unlimited'));
  contendingContract(functions, async () => create('unlimited'));
}
