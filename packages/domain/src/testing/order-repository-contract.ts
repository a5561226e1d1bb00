import type { OrderRepository } from '../ports/order-repository.js';
import { contractSuite, type ContractOptions, type TestFunctions } from './contract-suite.js';
import { addingContract } from './order-repository/adding.js';
import { listingContract } from './order-repository/listing.js';
import { savingContract } from './order-repository/saving.js';

/**
 * Tests the guarantees of the {@link OrderRepository} port. `createSubject` returns an empty repository for each
 * call.
 */
export function orderRepositoryContract(
  functions: TestFunctions,
  createSubject: () => Promise<OrderRepository>,
  options: ContractOptions<OrderRepository> = {},
): void {
  const suite = contractSuite('OrderRepository', functions, createSubject, options);
  addingContract(suite);
  savingContract(suite);
  listingContract(suite);
}
