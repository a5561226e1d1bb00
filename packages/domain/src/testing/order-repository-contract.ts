import type { OrderRepository } from '../ports/order-repository.js';
import { addingContract } from './order-repository/adding.js';
import { listingContract } from './order-repository/listing.js';
import { savingContract } from './order-repository/saving.js';
import type { TestFunctions } from './test-functions.js';

/**
 * Tests the guarantees of the {@link OrderRepository} port. `create` returns an empty repository for each
 * test.
 */
export function orderRepositoryContract(
  functions: TestFunctions,
  create: () => Promise<OrderRepository>,
): void {
  addingContract(functions, create);
  savingContract(functions, create);
  listingContract(functions, create);
}
