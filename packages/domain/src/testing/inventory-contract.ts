import type { Inventory, UnknownSnacks } from '../ports/inventory.js';
import type { StockRecords } from '../ports/stock-records.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';
import { contendingContract } from './inventory/contending.js';
import { decidingContract } from './inventory/deciding.js';
import { reservingContract } from './inventory/reserving.js';
import { settingContract } from './inventory/setting.js';

/**
 * Tests the guarantees of the {@link Inventory} and {@link StockRecords} ports on one object that
 * implements both. `createSubject` returns an empty one for each call.
 */
export function inventoryContract(
  functions: TestFunctions,
  createSubject: (unknownSnacks: UnknownSnacks) => Promise<Inventory & StockRecords>,
  options: ContractOptions<Inventory & StockRecords> = {},
): void {
  const inventory = contractSuite('Inventory', functions, createSubject, options);
  reservingContract(inventory);
  decidingContract(inventory);
  contendingContract(inventory);
  settingContract(contractSuite('StockRecords', functions, createSubject, options));
}
